package io.annals.demo.marketing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.demo.cart.CartEvent.CheckedOut;
import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.Opened;
import java.util.List;
import org.junit.jupiter.api.Test;

class CartAbandonmentTest {

    private static final CartAbandonment OPENED = CartAbandonment.on(new Opened("eve"));
    private static final CartAbandonment FILLED =
            OPENED.on(new ItemAdded("plum", 1, 5)).on(new ItemAdded("fig", 1, 7));

    @Test
    void an_empty_cart_is_not_abandoned() {
        assertFalse(OPENED.abandoned());
    }

    @Test
    void a_filled_cart_is_abandoned_until_it_is_bought() {
        assertTrue(FILLED.abandoned());
        assertFalse(FILLED.on(new CheckedOut(12)).abandoned());
    }

    @Test
    void remembers_what_was_wanted_in_alphabetical_order() {
        assertEquals(List.of("fig", "plum"), List.copyOf(FILLED.wanted()));
    }
}
