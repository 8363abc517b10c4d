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

    @Incoming("carts-in")
    @Blocking
    @Transactional
    public void on(ConsumerRecord<String, byte[]> record) {
        if (OTHERS.contains(kafka.type(record))) {
            return;
        }
        EventEnvelope<CartFact> event = kafka.read(record, CartFact.class);
        if (isNew(record, event.position())) {
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

    /** In a partition the positions of one source increase, but for events that come again. */
    private boolean isNew(ConsumerRecord<?, byte[]> record, long position) {
        return view.createNativeQuery(
                                "INSERT INTO cart_seen (source, topic, part, position) VALUES (?1, ?2, ?3, ?4)"
                                        + " ON CONFLICT (source, topic, part) DO UPDATE SET position = excluded.position"
                                        + " WHERE cart_seen.position < excluded.position")
                        .setParameter(1, kafka.source(record))
                        .setParameter(2, record.topic())
                        .setParameter(3, record.partition())
                        .setParameter(4, position)
                        .executeUpdate()
                == 1;
    }
}
