package io.annals.demo.cart;

import io.annals.es.EventType;

/** What can happen to a cart. */
public sealed interface CartEvent {

    /** A customer took a cart. */
    @EventType("cart-opened")
    record Opened(String customer) implements CartEvent {}

    /** So many pieces of an article were put in, at this price in cents for each. */
    @EventType("item-added")
    record ItemAdded(String sku, int quantity, long cents) implements CartEvent {}

    /** All pieces of an article were taken out. */
    @EventType("item-removed")
    record ItemRemoved(String sku) implements CartEvent {}

    /** The cart was bought for this sum in cents. */
    @EventType("checked-out")
    record CheckedOut(long cents) implements CartEvent {}
}
