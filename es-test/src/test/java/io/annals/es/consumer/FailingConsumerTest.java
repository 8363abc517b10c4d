package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.annals.es.ContentionException;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which failures stop a consumer, and which it outlives. */
@Timeout(60)
class FailingConsumerTest {

    @EventType("happened")
    public record Happened() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final AtomicInteger refusals = new AtomicInteger();
    private final DelegatingStorage sometimesAway =
            new DelegatingStorage(storage) {
                @Override
                public CheckpointStore checkpoints() {
                    if (Thread.currentThread().getName().startsWith("annals-consumer")
                            && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new IllegalStateException("the database is away");
                    }
                    return super.checkpoints();
                }
            };
    private final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Happened.class)),
                    storage.transactions(),
                    () -> {});
    private final ConsumerEngine engine =
            new ConsumerEngine(
                    sometimesAway,
                    journal,
                    storage.transactions(),
                    Thread::new,
                    new Polling(Duration.ofMillis(5), Duration.ofHours(1)));
    private final List<Long> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        journal.append(
                new StreamId("some", "thing"),
                ExpectedVersion.noStream(),
                List.of(new Happened(), new Happened()));
        engine.open();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource
    void stops_at_an_event_whose_handler_loses_every_race(Delivery delivery) {
        start(
                delivery,
                event -> {
                    seen.add(event.version());
                    throw new ContentionException("lost", null);
                });
        await(() -> !engine.status().get(0).running());
        assertInstanceOf(ContentionException.class, failure().orElseThrow());
        assertEquals(List.of(1L, 1L, 1L, 1L, 1L), seen);
    }

    @Test
    void stops_at_an_event_whose_transaction_can_never_be_committed() {
        start(
                Delivery.EXACTLY_ONCE,
                event -> {
                    seen.add(event.version());
                    if (event.version() == 2) {
                        storage.transactions().setRollbackOnly();
                    }
                });
        await(() -> !engine.status().get(0).running());
        assertEquals(List.of(1L, 2L, 2L, 2L, 2L, 2L), seen);
    }

    @ParameterizedTest
    @EnumSource
    void outlives_a_handler_that_fails_while_the_database_is_away(Delivery delivery) {
        start(
                delivery,
                event -> {
                    seen.add(event.version());
                    if (seen.size() == 1) {
                        refusals.set(2);
                        throw new IllegalStateException("could not write to the view");
                    }
                });
        await(() -> seen.size() == 3);
        assertEquals(List.of(1L, 1L, 2L), seen);
        assertEquals(Optional.empty(), failure());
    }

    @Test
    void tells_that_its_thread_was_interrupted() {
        start(Delivery.EXACTLY_ONCE, event -> Thread.currentThread().interrupt());
        await(() -> !engine.status().get(0).running());
        assertInstanceOf(InterruptedException.class, failure().orElseThrow());
    }

    private void start(Delivery delivery, EventHandler handler) {
        engine.start(new Consumer("follower", EventFilter.all(), delivery, handler));
    }

    private Optional<Throwable> failure() {
        return engine.status().get(0).failure();
    }
}
