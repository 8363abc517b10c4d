package io.annals.es.cdi.discovery;

import io.annals.es.EventType;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;

/** A small domain; none of its classes has a bean-defining annotation. */
public final class Shop {

    private Shop() {}

    public sealed interface CartEvent {}

    @EventType("cart-opened")
    public record Opened(String customer) implements CartEvent {}

    @EventType("cart-checked-out")
    public record CheckedOut(long cents) implements CartEvent {}

    @Aggregate(value = "cart", events = CartEvent.class)
    public record Cart(String customer, boolean closed) {

        @Apply
        static Cart on(Opened event) {
            return new Cart(event.customer(), false);
        }

        @Apply
        Cart on(CheckedOut event) {
            return new Cart(customer, true);
        }
    }

    @Aggregate(value = "cart", events = CartEvent.class, ignores = CheckedOut.class)
    public record Visit(String visitor) {

        @Apply
        static Visit on(Opened event) {
            return new Visit(event.customer());
        }
    }
}
