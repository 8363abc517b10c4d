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
}
