package io.annals.es.evolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.ExpectedVersion;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerState;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.EventHandler;
import io.annals.es.consumer.OnError;
import io.annals.es.consumer.Polling;
import io.annals.es.evolution.Warehouse.Arrived;
import io.annals.es.inline.InlineProjection;
import io.annals.es.inline.InlineProjections;
import io.annals.es.projection.Mode;
import io.annals.es.projection.Projection;
import io.annals.es.projection.ProjectionDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What consumers and inline projections get where events of old revisions are stored. */
@Timeout(60)
class UpcastingConsumersTest {

    @Projection(name = "arrivals", mode = Mode.INLINE, categories = "article")
    static class Arrivals {
        final List<String> shelves = new ArrayList<>();

        @io.annals.es.projection.EventHandler
        void on(Arrived event, EventEnvelope<?> envelope) {
            shelves.add(envelope.version() + event.shelf());
        }
    }

    private final Warehouse warehouse = new Warehouse();
    private final ConsumerEngine engine =
            new ConsumerEngine(
                    warehouse.storage,
                    warehouse.journal,
                    warehouse.storage.transactions(),
                    Thread::new,
                    new Polling(Duration.ofMillis(5), Duration.ofMillis(5)));
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void a_consumer_gets_all_parts_and_passes_what_is_dropped() {
        warehouse.storeAll();
        start(EventFilter.all(), Delivery.EXACTLY_ONCE, OnError.STOP);
        await(() -> position() == head());
        await(() -> handled.size() >= 4); // they tell after their commit
        assertEquals(
                List.of(
                        "1 article-stored",
                        "3 article-left",
                        "3 article-arrived",
                        "4 article-left"),
                handled);
        assertEquals(0, status().skipped());
        assertTrue(status().running());
    }

    @Test
    void a_consumer_of_some_types_gets_what_has_become_of_others() {
        warehouse.storeAll();
        start(
                new EventFilter(Set.of(), Set.of("article-stored", "article-arrived")),
                Delivery.EXACTLY_ONCE,
                OnError.STOP);
        await(() -> position() == head());
        await(() -> handled.size() >= 2); // they tell after their commit
        assertEquals(List.of("1 article-stored", "3 article-arrived"), handled);
    }

    @Test
    void a_consumer_that_excludes_types_gets_none_of_their_parts() {
        warehouse.storeAll();
        start(
                new EventFilter(Set.of(), Set.of(), Set.of("article-left", "article-moved")),
                Delivery.EXACTLY_ONCE,
                OnError.STOP);
        await(() -> position() == head());
        await(() -> handled.size() >= 2); // they tell after their commit
        assertEquals(List.of("1 article-stored", "3 article-arrived"), handled);
    }

    @Test
    void parts_of_an_event_are_handled_exactly_once_together() {
        warehouse.storeAll();
        broken.set(true);
        start(EventFilter.all(), Delivery.EXACTLY_ONCE, OnError.STOP);
        await(() -> !status().running());
        assertEquals(List.of("1 article-stored"), handled);
        broken.set(false);
        engine.consumers().resume("follower");
        await(() -> position() == head());
        await(() -> handled.size() >= 4); // they tell after their commit
        assertEquals(
                List.of(
                        "1 article-stored",
                        "3 article-left",
                        "3 article-arrived",
                        "4 article-left"),
                handled);
    }

    @Test
    void parts_come_again_together_where_events_may_come_again() {
        warehouse.storeAll();
        broken.set(true);
        start(EventFilter.all(), Delivery.AT_LEAST_ONCE, OnError.STOP);
        await(() -> !status().running());
        assertEquals(List.of("1 article-stored", "3 article-left"), handled);
        broken.set(false);
        engine.consumers().resume("follower");
        await(() -> position() == head());
        await(() -> handled.size() >= 5); // they tell after their commit
        assertEquals(
                List.of(
                        "1 article-stored",
                        "3 article-left",
                        "3 article-left",
                        "3 article-arrived",
                        "4 article-left"),
                handled);
    }

    @Test
    void a_dead_letter_is_one_stored_event_and_is_retried_with_all_its_parts() {
        warehouse.storeAll();
        broken.set(true);
        start(EventFilter.all(), Delivery.EXACTLY_ONCE, OnError.DEAD_LETTER);
        await(() -> position() == head());
        var letters = engine.consumers().deadLetters("follower", 0, 10);
        assertEquals("article-moved", letters.get(0).type());
        assertEquals(3, letters.size());
        broken.set(false);
        engine.consumers().retry("follower", letters.get(0).position(), "eve");
        await(() -> engine.consumers().deadLetters("follower", 0, 10).isEmpty());
        assertEquals(
                List.of(
                        "1 article-stored",
                        "3 article-left",
                        "3 article-arrived",
                        "4 article-left"),
                handled);
    }

    @Test
    void a_consumer_stops_at_a_newer_revision_whatever_is_set() {
        warehouse.store("article-stored", 4, "{}");
        start(EventFilter.all(), Delivery.EXACTLY_ONCE, OnError.DEAD_LETTER);
        await(() -> status().failure().isPresent());
        assertEquals(List.of(), engine.consumers().deadLetters("follower", 0, 10));
        assertEquals(0, status().skipped());
    }

    @Test
    void how_long_a_consumer_is_behind_counts_what_has_become_of_others() {
        warehouse.storeAll();
        broken.set(true);
        start(
                new EventFilter(Set.of(), Set.of("article-arrived")),
                Delivery.EXACTLY_ONCE,
                OnError.STOP);
        await(() -> !status().running());
        await(() -> state().behind().toNanos() > 0);
    }

    @Test
    void an_inline_projection_is_built_from_what_events_are_today_and_told_of_new_ones() {
        warehouse.storeAll();
        Arrivals arrivals = new Arrivals();
        ProjectionDefinition definition = ProjectionDefinition.of(Arrivals.class);
        InlineProjections inline =
                new InlineProjections(
                        warehouse.journal,
                        warehouse.storage,
                        warehouse.storage.transactions(),
                        List.of(
                                new InlineProjection(
                                        definition,
                                        event -> definition.handle(arrivals, event, false))));
        inline.open();
        warehouse
                .journal
                .with(inline)
                .append(Warehouse.STREAM, ExpectedVersion.exactly(5), List.of(new Arrived("c")));
        assertEquals(List.of("3b", "6c"), arrivals.shelves);
    }

    private void start(EventFilter filter, Delivery delivery, OnError onError) {
        EventHandler handler =
                event -> {
                    if (broken.get() && event.event() instanceof Arrived) {
                        throw new IllegalStateException("broken");
                    }
                    String text = event.version() + " " + event.type();
                    if (delivery == Delivery.EXACTLY_ONCE) {
                        warehouse.storage.transactions().afterCommit(() -> handled.add(text));
                    } else {
                        handled.add(text);
                    }
                };
        engine.open();
        engine.start(
                new Consumer("follower", filter, delivery, handler)
                        .withOnError(onError)
                        .withBatch(delivery == Delivery.EXACTLY_ONCE ? 10 : 1));
    }

    private ConsumerStatus status() {
        return engine.status().get(0);
    }

    private ConsumerState state() {
        return engine.consumers().list().get(0);
    }

    private long position() {
        return engine.consumers().list().stream()
                .mapToLong(ConsumerState::position)
                .findFirst()
                .orElse(-1);
    }

    private long head() {
        return warehouse.storage.settledUpTo().position();
    }

    /** Waits as long as the test may take. */
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain");
            }
        }
    }
}
