package io.annals.server.kafka;

import io.annals.es.EventType;

/** What another service wants to know of carts: classes of its own for some of the events. */
public sealed interface CartFact {

    /** So many pieces at a price were put in. */
    @EventType("item-added")
    record Wanted(int quantity, long cents) implements CartFact {}

    /** A cart was bought. */
    @EventType("checked-out")
    record Sold(long cents) implements CartFact {}
}
