package io.annals.bench.torture;

import io.annals.es.EventFilter;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.Polling;
import java.time.Duration;

/**
 * A node that runs the consumer all such nodes share: it copies events to a view in the journal's
 * database, each exactly once.
 */
final class Copier {

    private static final Duration BUSY = Duration.ofMillis(5);
    private static final Duration IDLE = Duration.ofMillis(50);

    private Copier() {}

    public static void main(String[] arguments) {
        Session session = Session.open(Task.of(arguments));
        ConsumerEngine engine =
                new ConsumerEngine(
                        session.storage(),
                        session.journal(),
                        session.database().transactions,
                        Thread::new,
                        new Polling(BUSY, IDLE));
        engine.open();
        engine.start(
                new Consumer(
                        "torture",
                        EventFilter.ofCategories(Plans.COPIED),
                        Delivery.EXACTLY_ONCE,
                        new View(session.database())::copy));
        while (engine.status().stream().allMatch(ConsumerStatus::running)) {
            Session.pause(IDLE);
        }
        System.exit(1); // it has stopped and says why in its log: an operator would start it again
    }
}
