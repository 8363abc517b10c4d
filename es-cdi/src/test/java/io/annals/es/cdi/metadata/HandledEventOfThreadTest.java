package io.annals.es.cdi.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventEnvelope;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.journal.HandledEvent;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HandledEventOfThreadTest {

    private static final EventEnvelope<String> ONE = envelope(1);
    private static final EventEnvelope<String> OTHER = envelope(2);

    private final ThreadContextProvider provider =
            ServiceLoader.load(ThreadContextProvider.class).findFirst().orElseThrow();
    private final AtomicReference<ThreadContextSnapshot> snapshot = new AtomicReference<>();

    @Test
    void
            a_task_has_the_event_that_was_handled_when_it_was_given_away_and_leaves_its_thread_as_it_was()
                    throws Exception {
        HandledEvent.during(ONE, () -> snapshot.set(provider.currentContext(Map.of())));

        HandledEvent.during(
                OTHER,
                () -> {
                    ThreadContextRestorer restorer = snapshot.get().begin();
                    assertEquals(Optional.of(ONE), HandledEvent.current());
                    restorer.endContext();
                    assertEquals(Optional.of(OTHER), HandledEvent.current());
                });
        ThreadContextRestorer restorer = snapshot.get().begin(); // as tasks that come again do
        assertEquals(Optional.of(ONE), HandledEvent.current());
        restorer.endContext();
        assertEquals(Optional.empty(), HandledEvent.current());
    }

    @Test
    void a_task_that_was_given_away_while_none_was_handled_has_none() throws Exception {
        ThreadContextSnapshot none = provider.currentContext(Map.of());
        HandledEvent.during(ONE, () -> assertNothingIsHandledIn(none));
    }

    @Test
    void a_task_has_none_where_the_executor_clears_it() throws Exception {
        HandledEvent.during(ONE, () -> snapshot.set(provider.clearedContext(Map.of())));
        HandledEvent.during(ONE, () -> assertNothingIsHandledIn(snapshot.get()));
    }

    private static void assertNothingIsHandledIn(ThreadContextSnapshot snapshot) {
        ThreadContextRestorer restorer = snapshot.begin();
        assertEquals(Optional.empty(), HandledEvent.current());
        restorer.endContext();
        assertEquals(Optional.of(ONE), HandledEvent.current());
    }

    private static EventEnvelope<String> envelope(long version) {
        return new EventEnvelope<>(
                "an event",
                "happened",
                new StreamId("note", "1"),
                version,
                version,
                new UUID(0, version),
                Instant.EPOCH,
                Metadata.empty(),
                0);
    }
}
