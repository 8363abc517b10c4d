package io.annals.es.messaging;

import io.annals.es.EventType;

/** What the tests write to the journal. */
public sealed interface CartEvent {

    @EventType("cart-opened")
    record Opened(String customer) implements CartEvent {}

    @EventType("item-added")
    record ItemAdded(String sku, int quantity) implements CartEvent {}
}
