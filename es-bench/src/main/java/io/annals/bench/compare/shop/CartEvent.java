package io.annals.bench.compare.shop;

import io.annals.es.EventType;

/** What happens to a cart; each 250 to 330 bytes of JSON. */
public sealed interface CartEvent {

    /** The first event of a cart. */
    @EventType("cart-opened")
    record Opened(
            String customer, String name, String address, String campaign, String agent, long at)
            implements CartEvent {}

    /** Goods were put into a cart. */
    @EventType("item-added")
    record ItemAdded(
            String sku, String title, String supplier, String note, int quantity, long cents)
            implements CartEvent {}

    /** The last event of a cart. */
    @EventType("checked-out")
    record CheckedOut(
            String payment, String address, String courier, String note, long cents, long at)
            implements CartEvent {}
}
