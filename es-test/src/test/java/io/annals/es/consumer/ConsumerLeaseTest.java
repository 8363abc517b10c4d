package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.LeaseStore;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import io.annals.es.test.InMemoryTransactions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two engines on one journal are two nodes. */
@Timeout(60)
class ConsumerLeaseTest {

    @EventType("counted")
    public record Counted(int number) {}

    private static final String NAME = "counter";

    private final SetClock clock = new SetClock();
    private final InMemoryStorage storage = new InMemoryStorage(new InMemoryTransactions(), clock);
    private final CheckpointStore view = storage.checkpoints();
    private final Nodes nodes = new Nodes(storage, Counted.class);
    private final ConsumerEngine here = nodes.open(new SometimesSilent(), nodes.journal());
    private final ConsumerEngine there = nodes.open();
    private final Object renewal = new Object();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    @AfterEach
    void close() {
        nodes.close();
    }

    @ParameterizedTest
    @EnumSource
    void one_node_runs_a_consumer_and_another_goes_on_when_that_is_closed(Delivery delivery) {
        here.start(consumer("here", delivery));
        await(() -> leads(here));
        there.start(consumer("there", delivery));
        append(0, 100);
        await(() -> handled.size() == 100);
        assertEquals(Collections.nCopies(100, "here"), handled);
        assertFalse(leads(there));
        here.close();
        append(100, 200);
        await(() -> handled.size() == 200);
        assertEquals(Collections.nCopies(100, "there"), handled.subList(100, 200));
        assertTrue(leads(there));
    }

    @Test
    void a_node_that_is_silent_for_too_long_is_replaced_and_what_it_does_late_is_undone() {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        append(0, 3);
        here.start(
                new Consumer(
                        NAME,
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        event -> {
                            inHandler.countDown();
                            thaw.await();
                            count();
                        }));
        await(() -> inHandler.getCount() == 0);
        silence();
        clock.forward(Duration.ofSeconds(11));
        there.start(consumer("there", Delivery.EXACTLY_ONCE));
        await(() -> handled.size() == 3);
        silent = false;
        thaw.countDown();
        await(() -> !leads(here));
        append(3, 4);
        await(() -> handled.size() == 4);
        await(() -> view.load(NAME) == storage.settledUpTo().position()); // and has committed
        assertEquals(4, view.load("view"));
    }

    /** Ends when no lease is being renewed any more. */
    private void silence() {
        synchronized (renewal) {
            silent = true;
        }
    }

    @Test
    void the_events_of_a_batch_share_a_transaction() {
        append(0, 250);
        Set<Long> committed = new ConcurrentSkipListSet<>();
        here.start(
                new Consumer(
                        NAME,
                        "",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        100,
                        1,
                        event -> {
                            count();
                            storage.transactions()
                                    .afterCommit(() -> committed.add(view.load("view")));
                        }));
        await(() -> committed.contains(250L)); // once the commit has told
        assertEquals(Set.of(100L, 200L, 250L), Set.copyOf(committed));
    }

    @ParameterizedTest
    @EnumSource(names = {"STOP", "DEAD_LETTER"})
    void a_batch_that_takes_longer_than_a_second_is_committed_as_far_as_it_has_come(
            OnError answer) {
        append(0, 10);
        Set<Long> committed = new ConcurrentSkipListSet<>();
        here.start(
                new Consumer(
                                NAME,
                                "",
                                EventFilter.all(),
                                Delivery.EXACTLY_ONCE,
                                100,
                                1,
                                event -> {
                                    count();
                                    if (((Counted) event.event()).number() == 3) {
                                        untilASecondIsOver();
                                    }
                                    storage.transactions()
                                            .afterCommit(() -> committed.add(view.load("view")));
                                })
                        .withOnError(answer));
        await(() -> committed.contains(10L));
        assertEquals(Set.of(4L, 10L), Set.copyOf(committed));
    }

    /** The consumer's own clock: no test could set it. */
    private static void untilASecondIsOver() {
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        await(() -> System.nanoTime() >= end);
    }

    @Test
    void a_batch_that_loses_a_race_comes_again_and_nothing_of_it_counts_twice() {
        append(0, 10);
        AtomicInteger tried = new AtomicInteger();
        here.start(
                new Consumer(
                        NAME,
                        "",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        100,
                        1,
                        event -> {
                            count();
                            if (((Counted) event.event()).number() == 7
                                    && tried.incrementAndGet() == 1) {
                                throw new ContentionException("a deadlock", null);
                            }
                            storage.transactions()
                                    .afterCommit(
                                            () ->
                                                    handled.add(
                                                            String.valueOf(
                                                                    ((Counted) event.event())
                                                                            .number())));
                        }));
        await(() -> handled.contains("9")); // once the commit has told
        assertEquals(IntStream.range(0, 10).mapToObj(String::valueOf).toList(), handled);
        assertEquals(10, view.load("view"));
        assertEquals(2, tried.get());
        append(10, 11);
        await(() -> handled.contains("10"));
        assertEquals(11, view.load("view"));
        assertEquals(Optional.empty(), here.status().get(0).failure());
    }

    /** Once in the batch, and five times alone. */
    @Test
    void an_event_of_a_batch_that_loses_every_race_stops_the_consumer_there() {
        append(0, 10);
        AtomicInteger tried = new AtomicInteger();
        here.start(
                new Consumer(
                        NAME,
                        "",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        100,
                        1,
                        event -> {
                            count();
                            if (((Counted) event.event()).number() == 7) {
                                tried.incrementAndGet();
                                throw new ContentionException("a deadlock", null);
                            }
                        }));
        await(() -> !here.status().get(0).running());
        assertEquals(
                ContentionException.class, here.status().get(0).failure().orElseThrow().getClass());
        assertEquals(6, tried.get());
        assertEquals(7, view.load("view"));
    }

    @Test
    void
            an_event_of_a_batch_that_cannot_be_handled_stops_the_consumer_there_and_no_other_is_lost() {
        append(0, 10);
        here.start(
                new Consumer(
                        NAME,
                        "",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        100,
                        1,
                        event -> {
                            count();
                            if (((Counted) event.event()).number() == 7) {
                                throw new IllegalStateException("cannot handle 7");
                            }
                        }));
        await(() -> !here.status().get(0).running());
        assertEquals(7, view.load("view"));
    }

    @Test
    void only_what_is_exactly_once_can_be_handled_in_batches() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Consumer(
                                NAME,
                                "",
                                EventFilter.all(),
                                Delivery.AT_LEAST_ONCE,
                                2,
                                1,
                                event -> {}));
    }

    private Consumer consumer(String node, Delivery delivery) {
        return new Consumer(
                NAME,
                EventFilter.all(),
                delivery,
                event -> {
                    if (delivery == Delivery.EXACTLY_ONCE) {
                        count();
                    }
                    handled.add(node);
                });
    }

    /** In the transaction of the handler. */
    private void count() {
        Counter.increment(view, "view");
    }

    private void append(int from, int to) {
        nodes.journal()
                .append(
                        new StreamId("some", "thing"),
                        ExpectedVersion.any(),
                        IntStream.range(from, to).mapToObj(Counted::new).toList());
    }

    private static boolean leads(ConsumerEngine engine) {
        return engine.status().stream().anyMatch(ConsumerStatus::leading);
    }

    /** A node whose leases nobody renews for a while. */
    private final class SometimesSilent extends DelegatingStorage implements LeaseStore {

        SometimesSilent() {
            super(storage);
        }

        @Override
        public LeaseStore leases() {
            return this;
        }

        @Override
        public Duration duration() {
            return storage.leases().duration();
        }

        @Override
        public Map<String, Long> hold(Set<String> names, String owner) {
            synchronized (renewal) {
                if (silent) {
                    throw new IllegalStateException("the database is away");
                }
                return storage.leases().hold(names, owner);
            }
        }

        @Override
        public Map<String, String> owners() {
            return storage.leases().owners();
        }

        @Override
        public void release(String name, String owner) {
            storage.leases().release(name, owner);
        }
    }
}
