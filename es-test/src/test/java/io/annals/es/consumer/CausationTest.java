package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.journal.ContextualJournal;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.HandledEvent;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.Tracing;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What handlers append names what they handle. */
@Timeout(60)
class CausationTest {

    @EventType("happened")
    public record Happened() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final TypedJournal stored =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Happened.class)),
                    storage.transactions(),
                    () -> {});
    private final ContextualJournal journal =
            new ContextualJournal(stored, List.of(), Tracing.NONE);
    private final List<Boolean> leftBehind = new CopyOnWriteArrayList<>();
    private final ThreadFactory threads =
            work ->
                    new Thread(
                            () -> {
                                work.run();
                                leftBehind.add(HandledEvent.current().isPresent());
                            });
    private final ConsumerEngine engine =
            new ConsumerEngine(
                    storage,
                    stored,
                    storage.transactions(),
                    threads,
                    new Polling(Duration.ofMillis(5), Duration.ofHours(1)));

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_consequences_of_an_event_name_it_and_share_its_correlation(Delivery delivery) {
        engine.open();
        engine.start(
                new Consumer(
                        "follower",
                        new EventFilter(Set.of("cause", "effect"), Set.of()),
                        delivery,
                        this::follow));
        append("cause");
        Map<String, String> effect = await("effect").metadata().entries();
        Map<String, String> last = await("last").metadata().entries();
        String first = await("cause").eventId().toString();
        assertEquals(Map.of("causation-id", first, "correlation-id", first), effect);
        assertEquals(
                Map.of(
                        "causation-id",
                        await("effect").eventId().toString(),
                        "correlation-id",
                        first),
                last);
    }

    @Test
    void a_thread_forgets_an_event_whose_handler_fails() {
        engine.open();
        engine.start(
                new Consumer(
                        "follower",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        event -> {
                            throw new IllegalStateException("cannot");
                        }));
        append("cause");
        while (leftBehind.isEmpty()) {
            pause();
        }
        assertEquals(List.of(false), leftBehind);
    }

    private void follow(EventEnvelope<?> event) {
        append(event.stream().category().equals("cause") ? "effect" : "last");
    }

    private void append(String category) {
        journal.append(
                new StreamId(category, "1"), ExpectedVersion.noStream(), List.of(new Happened()));
    }

    private EventEnvelope<Object> await(String category) {
        StreamId stream = new StreamId(category, "1");
        while (journal.read(stream).findFirst().isEmpty()) {
            pause();
        }
        return journal.read(stream).findFirst().orElseThrow();
    }

    private static void pause() {
        LockSupport.parkNanos(1_000_000);
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("waited in vain");
        }
    }
}
