package io.annals.testing.cart;

import io.annals.es.EventType;

/** What happens to a cart and is stored as JSON. */
// example:begin
public sealed interface CartEvent {
    @EventType("cart-opened")
    record Opened(String customer) implements CartEvent {}
}
// example:end
