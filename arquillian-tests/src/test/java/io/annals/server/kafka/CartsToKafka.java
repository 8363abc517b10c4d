package io.annals.server.kafka;

import io.annals.demo.cart.CartEvent;
import io.annals.es.EventEnvelope;
import io.annals.es.kafka.KafkaEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** Sends what happens to carts to two topics, one for each content mode of CloudEvents. */
@ApplicationScoped
public class CartsToKafka {

    // example:begin binary
    @Inject KafkaEvents kafka;

    @Incoming("carts-binary")
    @Outgoing("carts-binary-out")
    ProducerRecord<String, byte[]> binary(EventEnvelope<CartEvent> event) {
        return kafka.binary("carts-binary", event);
    }

    // example:end

    @Incoming("carts-structured")
    @Outgoing("carts-structured-out")
    ProducerRecord<String, byte[]> structured(EventEnvelope<CartEvent> event) {
        return kafka.structured("carts-structured", event);
    }
}
