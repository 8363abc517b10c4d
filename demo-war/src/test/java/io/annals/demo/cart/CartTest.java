package io.annals.demo.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.demo.cart.Cart.Line;
import io.annals.demo.cart.CartEvent.CheckedOut;
import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.ItemRemoved;
import io.annals.demo.cart.CartEvent.Opened;
import java.util.List;
import org.junit.jupiter.api.Test;

class CartTest {

    private static final Cart EMPTY = Cart.on(new Opened("eve"));
    private static final Cart FILLED =
            EMPTY.on(new ItemAdded("pear", 2, 30)).on(new ItemAdded("plum", 1, 5));
    private static final Cart BOUGHT = FILLED.on(new CheckedOut(65));

    @Test
    void begins_empty_and_open() {
        assertEquals(new Cart("eve", List.of(), false), EMPTY);
    }

    @Test
    void adds_an_item() {
        assertEquals(List.of(new ItemAdded("pear", 2, 30)), EMPTY.add("pear", 2, 30));
    }

    @Test
    void checks_out_at_the_sum_of_all_lines() {
        assertEquals(List.of(new CheckedOut(65)), FILLED.checkOut());
    }

    @Test
    void removes_an_item() {
        assertEquals(List.of(new ItemRemoved("pear")), FILLED.remove("pear"));
    }

    @Test
    void keeps_one_line_for_each_article_and_price_in_the_order_of_arrival() {
        assertEquals(
                List.of(new Line("pear", 5, 30), new Line("plum", 1, 5), new Line("pear", 1, 29)),
                FILLED.on(new ItemAdded("pear", 1, 29)).on(new ItemAdded("pear", 3, 30)).lines());
    }

    @Test
    void removal_takes_all_lines_of_the_article() {
        assertEquals(
                List.of(new Line("plum", 1, 5)),
                FILLED.on(new ItemAdded("pear", 1, 29)).on(new ItemRemoved("pear")).lines());
    }

    @Test
    void something_given_away_can_be_checked_out() {
        assertEquals(
                List.of(new CheckedOut(0)), EMPTY.on(new ItemAdded("leaflet", 1, 0)).checkOut());
    }

    @Test
    void refuses_to_check_out_an_empty_cart() {
        assertThrows(CommandRejectedException.class, EMPTY::checkOut);
    }

    @Test
    void refuses_to_remove_what_is_not_there() {
        assertThrows(ItemNotInCartException.class, () -> FILLED.remove("fig"));
    }

    @Test
    void refuses_everything_once_checked_out() {
        assertThrows(CommandRejectedException.class, () -> BOUGHT.add("fig", 1, 1));
        assertThrows(CommandRejectedException.class, () -> BOUGHT.remove("pear"));
        assertThrows(CommandRejectedException.class, BOUGHT::checkOut);
    }

    @Test
    void refuses_more_than_a_cart_may_cost() {
        Cart dear = EMPTY.on(new ItemAdded("castle", 1, Cart.MAX_CENTS));

        assertEquals(List.of(new CheckedOut(Cart.MAX_CENTS)), dear.checkOut());
        assertThrows(CommandRejectedException.class, () -> dear.add("gate", 1, 1));
        assertThrows(
                CommandRejectedException.class,
                () -> EMPTY.add("castle", Cart.MAX_QUANTITY, Cart.MAX_CENTS));
    }

    @Test
    void refuses_more_pieces_than_a_line_may_hold() {
        Cart full = EMPTY.on(new ItemAdded("leaflet", Cart.MAX_QUANTITY, 0));

        assertThrows(CommandRejectedException.class, () -> full.add("leaflet", 1, 0));
    }
}
