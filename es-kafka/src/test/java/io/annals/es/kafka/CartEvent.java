package io.annals.es.kafka;

import io.annals.es.EventType;
import java.math.BigDecimal;

/** Events to send. Public, as JSON-B demands. */
public sealed interface CartEvent {

    @EventType("cart-opened")
    record Opened(String customer) implements CartEvent {}

    @EventType(value = "cart-weighed", revision = 3)
    record Weighed(BigDecimal kilograms, long grains) implements CartEvent {}
}
