package io.annals.es;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFilterTest {

    @Test
    void takes_everything_where_nothing_is_named() {
        assertTrue(EventFilter.all().matches("cart", "cart-opened"));
    }

    @Test
    void takes_events_whose_category_and_type_are_both_named() {
        EventFilter filter = new EventFilter(Set.of("cart", "order"), Set.of("cart-opened"));
        assertTrue(filter.matches("cart", "cart-opened"));
        assertFalse(filter.matches("cart", "item-added"));
        assertFalse(filter.matches("user", "cart-opened"));
        assertTrue(EventFilter.ofCategories("cart").matches("cart", "item-added"));
    }

    @Test
    void leaves_out_excluded_types_and_takes_unknown_ones() {
        EventFilter filter = new EventFilter(Set.of(), Set.of(), Set.of("item-added"));
        assertFalse(filter.matches("cart", "item-added"));
        assertTrue(filter.matches("cart", "never-heard-of"));
    }
}
