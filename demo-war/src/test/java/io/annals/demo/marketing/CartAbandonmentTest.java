package io.annals.demo.marketing;

import io.annals.demo.cart.CartEvent.CheckedOut;
import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.ItemRemoved;
import io.annals.demo.cart.CartEvent.Opened;
import io.annals.testing.fixture.AggregateFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class CartAbandonmentTest {

    private static final AggregateFixture<CartAbandonment> OPENED =
            AggregateFixture.of(CartAbandonment.class).given(new Opened("eve"));
    private static final AggregateFixture<CartAbandonment> FILLED =
            OPENED.given(new ItemAdded("plum", 1, 5), new ItemAdded("fig", 1, 7));

    @Test
    void an_empty_cart_is_not_abandoned() {
        OPENED.thenState(CartAbandonment::abandoned, false);
    }

    @Test
    void a_filled_cart_is_abandoned_until_it_is_bought() {
        FILLED.thenState(CartAbandonment::abandoned, true);
        FILLED.given(new CheckedOut(12)).thenState(CartAbandonment::abandoned, false);
    }

    @Test
    void remembers_what_was_wanted_in_alphabetical_order() {
        FILLED.given(new ItemRemoved("fig"))
                .thenState(cart -> List.copyOf(cart.wanted()), List.of("fig", "plum"));
    }
}
