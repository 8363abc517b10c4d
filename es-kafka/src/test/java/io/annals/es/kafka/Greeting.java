package io.annals.es.kafka;

import io.annals.es.EventType;

/** Another class for an event that somebody else sends. */
public sealed interface Greeting {

    @EventType("cart-opened")
    record Welcome(String customer) implements Greeting {}
}
