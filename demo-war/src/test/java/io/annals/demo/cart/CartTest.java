package io.annals.demo.cart;

import io.annals.demo.cart.Cart.Line;
import io.annals.demo.cart.CartEvent.CheckedOut;
import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.ItemRemoved;
import io.annals.demo.cart.CartEvent.Opened;
import io.annals.testing.fixture.AggregateFixture;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CartTest {

    private static final AggregateFixture<Cart> EMPTY =
            AggregateFixture.of(Cart.class).given(new Opened("eve"));
    private static final AggregateFixture<Cart> FILLED =
            EMPTY.given(new ItemAdded("pear", 2, 30), new ItemAdded("plum", 1, 5));
    private static final AggregateFixture<Cart> BOUGHT = FILLED.given(new CheckedOut(65));

    @Test
    void begins_empty_and_open() {
        EMPTY.thenState(new Cart("eve", List.of(), false));
    }

    @Test
    void adds_an_item() {
        EMPTY.when(cart -> cart.add("pear", 2, 30)).then(new ItemAdded("pear", 2, 30));
    }

    @Test
    void checks_out_at_the_sum_of_all_lines() {
        FILLED.when(Cart::checkOut).then(new CheckedOut(65)).thenState(Cart::checkedOut, true);
    }

    @Test
    void removes_an_item() {
        FILLED.when(cart -> cart.remove("pear")).then(new ItemRemoved("pear"));
    }

    @Test
    void keeps_one_line_for_each_article_and_price_in_the_order_of_arrival() {
        FILLED.given(new ItemAdded("pear", 1, 29), new ItemAdded("pear", 3, 30))
                .thenState(
                        Cart::lines,
                        List.of(
                                new Line("pear", 5, 30),
                                new Line("plum", 1, 5),
                                new Line("pear", 1, 29)));
    }

    @Test
    void removal_takes_all_lines_of_the_article() {
        FILLED.given(new ItemAdded("pear", 1, 29))
                .when(cart -> cart.remove("pear"))
                .thenState(Cart::lines, List.of(new Line("plum", 1, 5)));
    }

    @Test
    void has_no_more_lines_than_can_be_shown() {
        ItemAdded[] all =
                IntStream.range(0, Cart.MAX_LINES)
                        .mapToObj(i -> new ItemAdded("pear " + i, 1, 1))
                        .toArray(ItemAdded[]::new);
        AggregateFixture<Cart> full = EMPTY.given(all);
        full.when(cart -> cart.add("pear 0", 1, 1)).then(new ItemAdded("pear 0", 1, 1));
        full.when(cart -> cart.add("plum", 1, 1)).thenThrows(CommandRejectedException.class);
    }

    @Test
    void something_given_away_can_be_checked_out() {
        EMPTY.given(new ItemAdded("leaflet", 1, 0)).when(Cart::checkOut).then(new CheckedOut(0));
    }

    @Test
    void refuses_to_check_out_an_empty_cart() {
        EMPTY.when(Cart::checkOut).thenThrows(CommandRejectedException.class);
    }

    @Test
    void refuses_to_remove_what_is_not_there() {
        FILLED.when(cart -> cart.remove("fig")).thenThrows(ItemNotInCartException.class);
    }

    @Test
    void refuses_everything_once_checked_out() {
        BOUGHT.when(cart -> cart.add("fig", 1, 1)).thenThrows(CommandRejectedException.class);
        BOUGHT.when(cart -> cart.remove("pear")).thenThrows(CommandRejectedException.class);
        BOUGHT.when(Cart::checkOut).thenThrows(CommandRejectedException.class);
    }

    @Test
    void refuses_more_than_a_cart_may_cost() {
        AggregateFixture<Cart> dear = EMPTY.given(new ItemAdded("castle", 1, Cart.MAX_CENTS));

        dear.when(Cart::checkOut).then(new CheckedOut(Cart.MAX_CENTS));
        dear.when(cart -> cart.add("gate", 1, 1)).thenThrows(CommandRejectedException.class);
        EMPTY.when(cart -> cart.add("castle", Cart.MAX_QUANTITY, Cart.MAX_CENTS))
                .thenThrows(CommandRejectedException.class);
    }

    @Test
    void refuses_more_pieces_than_a_line_may_hold() {
        EMPTY.given(new ItemAdded("leaflet", Cart.MAX_QUANTITY, 0))
                .when(cart -> cart.add("leaflet", 1, 0))
                .thenThrows(CommandRejectedException.class);
    }
}
