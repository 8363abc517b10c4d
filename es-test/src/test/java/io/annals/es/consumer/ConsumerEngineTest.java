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
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import io.annals.es.spi.Settled;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.DelegatingConsumers;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ConsumerEngineTest {

    @EventType("counted")
    public record Counted(int number) {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final AtomicReference<Runnable> wake = new AtomicReference<>(() -> {});
    private final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Counted.class)),
                    storage.transactions(),
                    () -> wake.get().run());
    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private ConsumerEngine engine = engine();

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource
    void delivers_every_event_in_order_those_before_and_those_after_its_start(Delivery delivery) {
        append("a", 0, 700);
        engine.start(consumer(delivery));
        append("b", 700, 1_400);
        await(() -> handled.size() == 1_400);
        assertEquals(IntStream.range(0, 1_400).boxed().toList(), handled);
    }

    @ParameterizedTest
    @EnumSource
    void resumes_after_the_last_event_it_has_finished(Delivery delivery) {
        append("a", 0, 10);
        engine.start(consumer(delivery));
        await(() -> handled.size() == 10);
        restart();
        append("a", 10, 12);
        engine.start(consumer(delivery));
        await(() -> handled.size() >= 12);
        assertEquals(IntStream.range(0, 12).boxed().toList(), handled);
    }

    @ParameterizedTest
    @EnumSource
    void stops_at_an_event_that_cannot_be_handled_and_delivers_it_again_after_a_restart(
            Delivery delivery) {
        append("a", 0, 10);
        engine.start(
                new Consumer(
                        "counter",
                        EventFilter.all(),
                        delivery,
                        event -> {
                            int number = ((Counted) event.event()).number();
                            if (number == 4) {
                                throw new AssertionError("cannot handle 4");
                            }
                            handled.add(number);
                        }));
        await(() -> !status().running());
        assertEquals("cannot handle 4", status().failure().orElseThrow().getMessage());
        assertEquals(List.of(0, 1, 2, 3), handled);
        restart();
        engine.start(consumer(delivery));
        await(() -> handled.size() >= 10);
        assertEquals(IntStream.range(0, 10).boxed().toList(), handled);
    }

    @Test
    void stops_at_an_event_that_cannot_be_read() {
        append("a", 0, 3);
        TypedJournal narrow =
                new TypedJournal(
                        storage,
                        new JsonbEventSerializer(),
                        () -> EventTypes.of(List.of()),
                        storage.transactions(),
                        () -> {});
        engine.close();
        engine = engine(narrow);
        engine.start(consumer(Delivery.EXACTLY_ONCE));
        await(() -> !status().running());
        assertEquals(List.of(), handled);
        assertEquals(0, status().position());
    }

    @Test
    void commits_the_checkpoint_with_what_an_exactly_once_handler_writes() {
        CheckpointStore view = storage.checkpoints();
        append("a", 0, 5);
        engine.start(
                new Consumer(
                        "counter",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        event -> {
                            Counter.increment(view, "view");
                            if (event.version() == 4) {
                                throw new IllegalStateException("after the write");
                            }
                        }));
        await(() -> !status().running());
        assertEquals(3, view.load("view"));
        assertEquals(
                3,
                journal.readAll(0, EventFilter.all())
                        .takeWhile(e -> e.position() <= view.load("counter"))
                        .count());
    }

    @Test
    void undoes_what_an_exactly_once_handler_wrote_if_its_checkpoint_cannot_be_saved() {
        append("a", 0, 5);
        CheckpointStore view = storage.checkpoints();
        engine.close();
        engine = engine(journal, new OnceUnableToSave(storage));
        engine.start(
                new Consumer(
                        "counter",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        event -> Counter.increment(view, "view")));
        await(() -> storage.checkpoints().load("counter") == storage.settledUpTo().position());
        assertEquals(5, view.load("view"));
    }

    @Test
    void tries_again_where_the_commit_fails_and_not_the_handler() {
        append("a", 0, 3);
        engine.start(
                new Consumer(
                        "counter",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        event -> {
                            int number = ((Counted) event.event()).number();
                            boolean first = !handled.contains(number);
                            handled.add(number);
                            if (number == 1 && first) {
                                storage.transactions().setRollbackOnly();
                            }
                        }));
        await(() -> handled.size() >= 4);
        assertEquals(List.of(0, 1, 1, 2), handled);
    }

    @ParameterizedTest
    @EnumSource
    void delivers_an_event_again_whose_handler_lost_a_race(Delivery delivery) {
        append("a", 0, 3);
        engine.start(
                new Consumer(
                        "counter",
                        EventFilter.all(),
                        delivery,
                        event -> {
                            int number = ((Counted) event.event()).number();
                            boolean first = !handled.contains(number);
                            handled.add(number);
                            if (number == 1 && first) {
                                throw new IllegalStateException(
                                        new ContentionException("lost", null));
                            }
                        }));
        await(() -> handled.size() >= 4);
        assertEquals(List.of(0, 1, 1, 2), handled);
        assertEquals(Optional.empty(), status().failure());
    }

    @Test
    void delivers_again_when_the_storage_comes_back() {
        append("a", 0, 3);
        AtomicInteger asked = new AtomicInteger();
        engine.close();
        engine =
                engine(
                        journal,
                        new DelegatingStorage(storage) {
                            @Override
                            public Settled settledUpTo() {
                                if (asked.incrementAndGet() < 3) {
                                    throw new IllegalStateException("the database is away");
                                }
                                return super.settledUpTo();
                            }
                        },
                        new Polling(Duration.ofHours(1), Duration.ofHours(1)));
        engine.start(consumer(Delivery.EXACTLY_ONCE));
        await(() -> handled.size() == 3);
        assertEquals(3, asked.get());
    }

    @Test
    void sees_nothing_that_is_not_committed() throws InterruptedException {
        engine.start(consumer(Delivery.EXACTLY_ONCE));
        CountDownLatch appended = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread parked =
                new Thread(
                        () ->
                                storage.transactions()
                                        .inNew(
                                                () -> {
                                                    append("parked", 0, 1);
                                                    appended.countDown();
                                                    try {
                                                        goOn.await();
                                                    } catch (InterruptedException e) {
                                                        throw new IllegalStateException(e);
                                                    }
                                                    return 0;
                                                }));
        parked.start();
        appended.await();
        append("a", 1, 2);
        wake.get().run();
        assertEquals(List.of(), handled);
        goOn.countDown();
        parked.join();
        await(() -> handled.size() == 2);
        assertEquals(List.of(0, 1), handled);
    }

    @Test
    void lets_the_checkpoint_pass_events_that_the_filter_leaves_out() {
        append("a", 0, 1_500);
        engine.start(
                new Consumer(
                        "counter",
                        new EventFilter(Set.of("other"), Set.of()),
                        Delivery.EXACTLY_ONCE,
                        event -> handled.add(0)));
        long head = storage.settledUpTo().position();
        await(() -> storage.checkpoints().load("counter") == head);
        assertEquals(List.of(), handled);
    }

    @Test
    void says_why_no_consumer_begins_where_what_is_stored_of_them_cannot_be_read() {
        AtomicBoolean broken = new AtomicBoolean(true);
        ConsumerStore stored =
                new DelegatingConsumers(storage.consumers()) {
                    @Override
                    public List<StoredConsumer> all() {
                        if (broken.get()) {
                            throw new IllegalStateException("a column is missing");
                        }
                        return super.all();
                    }
                };
        DelegatingStorage seen =
                new DelegatingStorage(storage) {
                    @Override
                    public ConsumerStore consumers() {
                        return stored;
                    }
                };
        engine.close();
        engine = engine(journal, seen);
        engine.start(consumer(Delivery.EXACTLY_ONCE));
        await(() -> status().failure().isPresent());
        assertFalse(status().running());
        assertEquals("a column is missing", status().failure().orElseThrow().getMessage());
        broken.set(false);
        await(() -> status().running() && status().failure().isEmpty());
        append("a", 0, 1);
        await(() -> handled.size() == 1);
        broken.set(true);
        await(() -> status().failure().isPresent());
        append("a", 1, 2);
        await(() -> handled.size() == 2);
        assertTrue(status().running());
    }

    @Test
    void refuses_a_second_consumer_of_the_same_name_and_names_without_content() {
        engine.start(consumer(Delivery.EXACTLY_ONCE));
        assertThrows(
                IllegalArgumentException.class,
                () -> engine.start(consumer(Delivery.EXACTLY_ONCE)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Consumer(" ", EventFilter.all(), Delivery.EXACTLY_ONCE, event -> {}));
    }

    @Test
    void loses_nothing_where_it_is_closed_while_a_page_is_read_ahead() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        closeWhileReadingAhead(() -> await(() -> closing.getCount() == 0), closing);
        assertThatNoThreadIsLeft();
        assertThatTheRestIsHandledOnce();
    }

    /** Nothing but an interrupt ends what the storage is at. */
    @Test
    void interrupts_a_page_that_is_read_ahead_where_it_is_closed_and_loses_nothing()
            throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Runnable stuck =
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw new IllegalStateException("the database is away", e);
                    }
                };
        closeWhileReadingAhead(stuck, new CountDownLatch(1));
        assertEquals(0, interrupted.getCount());
        await(() -> !isAlive("annals-reader"));
        assertThatTheRestIsHandledOnce();
    }

    /**
     * Of three pages, while the first event is handled.
     *
     * @param read what the storage does before it answers with the second page
     * @param closing is counted down once the consumer has been told to end
     */
    private void closeWhileReadingAhead(Runnable read, CountDownLatch closing) throws Exception {
        append("a", 0, 2_100);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch handling = new CountDownLatch(1);
        DelegatingStorage slow =
                new DelegatingStorage(storage) {
                    @Override
                    public Page read(long after, long upTo, EventFilter filter, int limit) {
                        if (after > 0) {
                            reading.countDown();
                            read.run();
                        }
                        return super.read(after, upTo, filter, limit);
                    }
                };
        engine.close();
        engine = engine(journal, slow);
        ConsumerEngine closed = engine;
        engine.start(
                consumer(Delivery.EXACTLY_ONCE)
                        .withHandler(
                                event -> {
                                    handling.countDown();
                                    await(() -> closing.getCount() == 0);
                                    handled.add(((Counted) event.event()).number());
                                }));
        await(() -> reading.getCount() == 0 && handling.getCount() == 0);
        CompletableFuture<Void> close = CompletableFuture.runAsync(closed::close);
        await(() -> !isAlive("annals-journal-head")); // so it has told the consumer to end
        closing.countDown();
        close.get();
        assertEquals(1, handled.size());
    }

    private void assertThatTheRestIsHandledOnce() {
        restart();
        engine.start(consumer(Delivery.EXACTLY_ONCE));
        await(() -> handled.size() >= 2_100);
        assertEquals(IntStream.range(0, 2_100).boxed().toList(), handled);
    }

    @Test
    void leaves_no_thread_behind() {
        append("a", 0, 10);
        engine.start(consumer(Delivery.AT_LEAST_ONCE));
        await(() -> handled.size() == 10);
        engine.close();
        assertThatNoThreadIsLeft();
    }

    /** A pool has ended when its threads have nothing to do any more but to end. */
    private static void assertThatNoThreadIsLeft() {
        for (String joined :
                List.of("annals-consumer", "annals-journal", "annals-plans", "annals-leases")) {
            assertFalse(isAlive(joined), joined);
        }
        await(() -> !isAlive("annals-"));
    }

    private static boolean isAlive(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().startsWith(thread) && each.isAlive());
    }

    private Consumer consumer(Delivery delivery) {
        return new Consumer(
                "counter",
                EventFilter.all(),
                delivery,
                event -> handled.add(((Counted) event.event()).number()));
    }

    private void append(String id, int from, int to) {
        journal.append(
                new StreamId("count", id),
                ExpectedVersion.any(),
                IntStream.range(from, to).mapToObj(Counted::new).toList());
    }

    private ConsumerStatus status() {
        return engine.status().get(0);
    }

    private void restart() {
        engine.close();
        engine = engine();
    }

    private ConsumerEngine engine() {
        return engine(journal);
    }

    private ConsumerEngine engine(TypedJournal typed) {
        return engine(typed, storage);
    }

    private ConsumerEngine engine(TypedJournal typed, JournalStorage followed) {
        return engine(typed, followed, new Polling(Duration.ofMillis(5), Duration.ofHours(1)));
    }

    private ConsumerEngine engine(TypedJournal typed, JournalStorage followed, Polling polling) {
        ConsumerEngine opened =
                new ConsumerEngine(followed, typed, storage.transactions(), Thread::new, polling);
        wake.set(opened::wake);
        opened.open();
        return opened;
    }
}
