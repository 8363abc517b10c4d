package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.consumer.OnError;
import io.annals.es.messaging.CartEvent.ItemAdded;
import io.annals.es.messaging.CartEvent.Opened;
import io.annals.es.spi.DeadLetter;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.PublisherDecorator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {

    private static final Map<String, String> COPIES =
            Map.of("copies.connector", "es-journal", "copies.categories", "cart");

    private static final AtomicBoolean MENDED = new AtomicBoolean();

    private final TestJournal journal = new TestJournal();

    @BeforeEach
    void breakAgain() {
        MENDED.set(false);
    }

    @Test
    void delivers_every_event_in_order_and_once() {
        CartEvent[] events =
                IntStream.range(0, 1_200)
                        .mapToObj(i -> new ItemAdded("s", i))
                        .toArray(CartEvent[]::new);
        try (Application application = Application.start(journal, COPIES, Copies.class)) {
            for (CartEvent event : events) {
                journal.append("cart", event);
            }
            Application.await(() -> journal.events("copy").size() >= events.length);
        }
        assertEquals(List.of(events), journal.events("copy"));
    }

    @Test
    void commits_what_the_method_writes_together_with_the_checkpoint_or_not_at_all() {
        journal.append(
                "cart", new Opened("ada"), new ItemAdded("ok", 1), new ItemAdded("fails once", 1));
        try (Application application = Application.start(journal, COPIES, Copies.class)) {
            application.failureOf("copies");
        }
        assertEquals(List.of(new Opened("ada"), new ItemAdded("ok", 1)), journal.events("copy"));

        MENDED.set(true);
        try (Application application = Application.start(journal, COPIES, Copies.class)) {
            Application.await(() -> journal.events("copy").size() >= 3);
        }
        assertEquals(journal.events("cart"), journal.events("copy"));
    }

    @Test
    void stops_at_the_event_that_failed_and_delivers_none_after_it() {
        Map<String, String> channels =
                Map.of(
                        "copies.connector",
                        "es-journal",
                        "copies.categories",
                        "cart",
                        "fence.connector",
                        "es-journal");
        journal.append(
                "cart",
                new Opened("ada"),
                new ItemAdded("fails once", 1),
                new ItemAdded("later", 1));
        try (Application application =
                Application.start(journal, channels, Copies.class, Fence.class)) {
            Throwable failure = application.failureOf("copies");
            assertTrue(
                    causes(failure).anyMatch(cause -> "not yet".equals(cause.getMessage())),
                    failure::toString);
            long checkpoint = journal.checkpoint("copies");

            journal.append("cart", new ItemAdded("latest", 1));
            Application.await(
                    () ->
                            application
                                    .bean(Fence.class)
                                    .seen()
                                    .contains(new ItemAdded("latest", 1)));

            assertEquals(
                    List.of(new Opened("ada"), new ItemAdded("fails once", 1)),
                    application.bean(Copies.class).tried());
            assertEquals(checkpoint, journal.checkpoint("copies"));
        }
    }

    @Test
    void sets_aside_what_failed_until_it_is_retried_and_goes_on_with_other_streams() {
        Map<String, String> channels =
                Map.of("copies.connector", "es-journal", "copies.categories", "cart,fair");
        ItemAdded fair = new ItemAdded("fair", 1);
        journal.append("cart", new ItemAdded("fails once", 1), new ItemAdded("later", 1));
        journal.append("fair", fair);
        try (Application application =
                Application.start(journal, OnError.DEAD_LETTER, channels, Copies.class)) {
            Application.await(() -> journal.events("copy").size() == 1);
            assertEquals(List.of(fair), journal.events("copy"));
            List<DeadLetter> letters = application.consumers().deadLetters("copies", 0, 10);
            assertEquals(List.of(1, 0), letters.stream().map(DeadLetter::attempts).toList());

            MENDED.set(true);
            application.consumers().retry("copies", letters.get(0).position(), "me");
            Application.await(() -> journal.events("copy").size() == 3);
            assertEquals(
                    List.of(fair, new ItemAdded("fails once", 1), new ItemAdded("later", 1)),
                    journal.events("copy"));
            Application.await(() -> application.status("copies").deadLetters() == 0);
        }
    }

    @Test
    void stops_when_something_moves_the_method_to_another_thread() {
        journal.append("cart", new Opened("ada"));
        try (Application application =
                Application.start(journal, COPIES, Copies.class, OtherThread.class)) {
            Throwable failure = application.failureOf("copies");
            assertInstanceOf(IllegalStateException.class, failure);
            assertTrue(
                    failure.getMessage().startsWith("Could not deliver exactly once"),
                    failure::getMessage);
        }
        assertEquals(0, journal.checkpoint("copies"));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /** Its writes go to the journal's own database, in the transaction of the checkpoint. */
    @ApplicationScoped
    static class Copies {

        private final List<Object> tried = new CopyOnWriteArrayList<>();
        @Inject EventJournal journal;

        List<Object> tried() {
            return tried;
        }

        @Incoming("copies")
        void on(EventEnvelope<CartEvent> event) {
            tried.add(event.event());
            TestJournal.append(journal, "copy", event.event());
            if (event.event().equals(new ItemAdded("fails once", 1)) && !MENDED.get()) {
                throw new IllegalStateException("not yet");
            }
        }
    }

    @ApplicationScoped
    static class Fence {

        private final List<Object> seen = new CopyOnWriteArrayList<>();

        List<Object> seen() {
            return seen;
        }

        @Incoming("fence")
        void on(CartEvent event) {
            seen.add(event);
        }
    }

    @ApplicationScoped
    static class OtherThread implements PublisherDecorator {

        @Override
        public Multi<? extends Message<?>> decorate(
                Multi<? extends Message<?>> publisher, List<String> channel, boolean isConnector) {
            return publisher.emitOn(ForkJoinPool.commonPool());
        }
    }
}
