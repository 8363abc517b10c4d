package io.annals.server.kafka;

import io.annals.es.EventEnvelope;
import io.annals.es.kafka.KafkaEvents;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The read side of another service: it sums up what is in Kafka, in tables of its own, and counts
 * each event once however often it comes.
 */
@ApplicationScoped
public class CartsFromKafka {

    private static final Set<String> OTHERS = Set.of("cart-opened", "item-removed");

    @Inject KafkaEvents kafka;
    @PersistenceContext EntityManager view;

    // example:begin read
    @Incoming("carts-in")
    @Blocking
    @Transactional
    public void on(ConsumerRecord<String, byte[]> record) {
        if (OTHERS.contains(kafka.type(record))) {
            return;
        }
        EventEnvelope<CartFact> event = kafka.read(record, CartFact.class);
        if (isNew(record, event)) {
            long cents =
                    event.event() instanceof CartFact.Wanted wanted
                            ? wanted.quantity() * wanted.cents()
                            : ((CartFact.Sold) event.event()).cents();
            view.createNativeQuery(
                            "INSERT INTO cart_sums AS sum (topic, type, cents) VALUES (?1, ?2, ?3)"
                                    + " ON CONFLICT (topic, type) DO UPDATE SET cents = sum.cents + excluded.cents")
                    .setParameter(1, record.topic())
                    .setParameter(2, event.type())
                    .setParameter(3, cents)
                    .executeUpdate();
        }
    }

    // example:end

    /** In a topic the versions of a stream increase, but for events that come again. */
    private boolean isNew(ConsumerRecord<?, byte[]> record, EventEnvelope<?> event) {
        return view.createNativeQuery(
                                "INSERT INTO cart_seen (topic, source, subject, version) VALUES (?1, ?2, ?3, ?4)"
                                        + " ON CONFLICT (topic, source, subject) DO UPDATE SET version = excluded.version"
                                        + " WHERE cart_seen.version < excluded.version")
                        .setParameter(1, record.topic())
                        .setParameter(2, kafka.source(record))
                        .setParameter(3, event.stream().toString())
                        .setParameter(4, event.version())
                        .executeUpdate()
                == 1;
    }
}
