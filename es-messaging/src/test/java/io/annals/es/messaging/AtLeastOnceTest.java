package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.messaging.CartEvent.ItemAdded;
import io.annals.es.messaging.CartEvent.Opened;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class AtLeastOnceTest {

    private static final List<CartEvent> EVENTS =
            List.of(new Opened("ada"), new ItemAdded("a", 1), new ItemAdded("b", 2));

    private final TestJournal journal = new TestJournal();

    AtLeastOnceTest() {
        journal.append("cart", EVENTS.toArray(CartEvent[]::new));
    }

    @Test
    void waits_for_the_stage_that_the_method_returns() {
        try (Application application = start("staged", Staged.class)) {
            Staged staged = application.bean(Staged.class);
            Application.await(() -> staged.open() != null);
            assertEquals(List.of(EVENTS.get(0)), staged.seen());
            assertEquals(0, journal.checkpoint("staged"));

            for (int handled = 1; handled <= EVENTS.size(); handled++) {
                CompletableFuture<Void> open = staged.open();
                ForkJoinPool.commonPool().execute(() -> open.complete(null));
                int expected = handled;
                Application.await(() -> expected == EVENTS.size() || staged.open() != open);
            }
            Application.await(() -> application.status("staged").position() >= 3);
            assertEquals(EVENTS, staged.seen());
        }
    }

    @Test
    void delivers_again_what_was_not_acknowledged_before_the_end() {
        try (Application application = start("staged", Staged.class)) {
            Staged staged = application.bean(Staged.class);
            Application.await(() -> staged.open() != null);
            CompletableFuture<Void> first = staged.open();
            first.complete(null);
            Application.await(() -> staged.open() != first);
            staged.open().completeExceptionally(new IllegalStateException("gone"));
            assertEquals("gone", application.failureOf("staged").getMessage());
        }
        try (Application application = start("staged", Staged.class)) {
            Staged staged = application.bean(Staged.class);
            Application.await(() -> staged.open() != null);
            assertEquals(List.of(EVENTS.get(1)), staged.seen());
            staged.open().completeExceptionally(new IllegalStateException("enough"));
            application.failureOf("staged");
        }
    }

    @Test
    void serves_a_method_on_a_worker_thread() {
        try (Application application =
                Application.start(
                        journal,
                        Map.of(
                                "worker.connector", "es-journal",
                                "worker.delivery", "at-least-once"),
                        Worker.class)) {
            Worker worker = application.bean(Worker.class);
            Application.await(() -> worker.seen().size() >= EVENTS.size());
            assertEquals(EVENTS, worker.seen());
            Application.await(() -> application.status("worker").position() >= 3);
            assertNotEquals("annals-consumer-worker", worker.thread());
        }
    }

    @Test
    void serves_a_plain_method_outside_the_transaction_of_its_checkpoint_where_that_is_said() {
        try (Application application =
                Application.start(
                        journal,
                        Map.of("plain.connector", "es-journal", "plain.delivery", "at-least-once"),
                        Plain.class)) {
            application.failureOf("plain");
            assertEquals(List.of(EVENTS.get(0)), journal.events("noted"));
            assertEquals(0, journal.checkpoint("plain"));
        }
    }

    @Test
    void stops_when_the_method_refuses_a_message_with_the_reason_it_gave() {
        try (Application application = start("refusing", Refusing.class)) {
            Throwable failure = application.failureOf("refusing");
            assertSame(Refusing.REASON, failure);
            assertEquals(List.of(1L, 2L), application.bean(Refusing.class).versions());
        }
    }

    private Application start(String channel, Class<?> bean) {
        return Application.start(journal, Map.of(channel + ".connector", "es-journal"), bean);
    }

    @ApplicationScoped
    static class Staged {

        private final List<Object> seen = new CopyOnWriteArrayList<>();
        private final AtomicReference<CompletableFuture<Void>> open = new AtomicReference<>();

        @Incoming("staged")
        CompletionStage<Void> on(CartEvent event) {
            seen.add(event);
            open.set(new CompletableFuture<>());
            return open.get();
        }

        CompletableFuture<Void> open() {
            return open.get();
        }

        List<Object> seen() {
            return seen;
        }
    }

    @ApplicationScoped
    static class Worker {

        private final List<Object> seen = new CopyOnWriteArrayList<>();
        private volatile String thread = "";

        @Incoming("worker")
        @Blocking
        void on(EventEnvelope<CartEvent> event) {
            thread = Thread.currentThread().getName();
            seen.add(event.event());
        }

        String thread() {
            return thread;
        }

        List<Object> seen() {
            return seen;
        }
    }

    @ApplicationScoped
    static class Plain {

        @Inject EventJournal journal;

        @Incoming("plain")
        void on(CartEvent event) {
            TestJournal.append(journal, "noted", event);
            throw new IllegalStateException("for the test");
        }
    }

    @ApplicationScoped
    static class Refusing {

        static final Throwable REASON = new IllegalArgumentException("no items wanted");

        private final List<Long> versions = new CopyOnWriteArrayList<>();

        @Incoming("refusing")
        CompletionStage<Void> on(Message<EventEnvelope<CartEvent>> message) {
            EventEnvelope<CartEvent> event = message.getPayload();
            versions.add(event.version());
            return event.event() instanceof Opened ? message.ack() : message.nack(REASON);
        }

        List<Long> versions() {
            return versions;
        }
    }
}
