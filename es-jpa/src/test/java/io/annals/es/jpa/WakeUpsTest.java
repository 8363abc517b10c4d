package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.WakeUps;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class WakeUpsTest {

    private static final String LISTENING =
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";

    @EventType("rung")
    public record Rung(int time) {}

    private final Login postgres = PostgresServer.create();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource
    void what_one_node_announces_wakes_the_others(PersistenceProviders provider)
            throws InterruptedException {
        Semaphore woken = new Semaphore(0);
        try (TestDatabase database = new TestDatabase(postgres, provider);
                WakeUps listening = wakeUps(database, woken);
                WakeUps other = wakeUps(database, new Semaphore(0))) {
            await(() -> listening.areHeard() && other.areHeard());
            woken.drainPermits();
            for (int i = 0; i < 10; i++) {
                other.announce();
                woken.acquire();
            }
        }
    }

    @Test
    void a_node_is_not_woken_by_its_own_announcements() throws InterruptedException {
        Semaphore woken = new Semaphore(0);
        try (TestDatabase database = new TestDatabase(postgres)) {
            database.journal();
            Listener listener =
                    new Listener(
                            () ->
                                    database.transactions.inNew(
                                            () -> new Sql(database.em).dataSource()),
                            "own",
                            () -> database.execute("NOTIFY es_journal, 'own'"),
                            woken::release);
            start(listener);
            woken.acquire(); // when it hears anything for the first time
            for (int i = 0; i < 5; i++) {
                database.execute("NOTIFY es_journal, 'own'");
                database.execute("NOTIFY es_journal, 'another'");
                woken.acquire();
            }
            assertEquals(0, woken.availablePermits());
            listener.close();
            awaitEndOfThreads();
        }
    }

    @Test
    void a_node_listens_again_after_its_connection_was_lost() throws InterruptedException {
        Semaphore woken = new Semaphore(0);
        try (TestDatabase database = new TestDatabase(postgres);
                WakeUps listening = wakeUps(database, woken)) {
            await(listening::areHeard);
            woken.drainPermits();
            database.execute(
                    "SELECT pg_terminate_backend(pid) FROM (%s) listener".formatted(LISTENING));
            await(() -> !listening.areHeard());
            woken.acquire(); // to poll meanwhile
            await(listening::areHeard);
            woken.acquire(); // to find what came meanwhile
            try (WakeUps other = wakeUps(database, new Semaphore(0))) {
                woken.drainPermits();
                other.announce();
                woken.acquire();
            }
        }
    }

    @Test
    void a_node_that_listens_in_vain_says_that_it_polls() throws InterruptedException {
        BlockingQueue<String> logged = new LinkedBlockingQueue<>();
        Semaphore woken = new Semaphore(0);
        try (TestDatabase announced = new TestDatabase(postgres);
                TestDatabase elsewhere = new TestDatabase(PostgresServer.create());
                LogOf log = LogOf.type(Listener.class, logged::add)) {
            announced.journal();
            elsewhere.journal();
            Announcer announcer =
                    new Announcer(new Sql(announced.em), announced.transactions, "this node");
            Listener listener =
                    new Listener(
                            () ->
                                    elsewhere.transactions.inNew(
                                            () -> new Sql(elsewhere.em).dataSource()),
                            "this node",
                            announcer::announce,
                            woken::release);
            start(announcer);
            start(listener);
            String line = logged.take();
            assertTrue(line.contains("polls"), line);
            assertTrue(line.contains("not heard an announcement of its own"), line);
            assertFalse(listener.hears());
            assertEquals(0, woken.availablePermits());
            listener.close();
            announcer.close();
            awaitEndOfThreads();
        }
    }

    @Test
    void a_data_source_of_another_driver_is_polled() throws InterruptedException {
        BlockingQueue<String> logged = new LinkedBlockingQueue<>();
        try (TestDatabase database = new TestDatabase(H2File.create());
                LogOf log = LogOf.type(Listener.class, logged::add)) {
            Listener listener =
                    new Listener(
                            () ->
                                    database.transactions.inNew(
                                            () -> new Sql(database.em).dataSource()),
                            "this node",
                            () -> {},
                            () -> {});
            start(listener);
            String line = logged.take();
            assertTrue(line.contains("polls"), line);
            assertTrue(line.contains("does not let it listen"), line);
            awaitEndOfThreads();
            assertEquals(0, logged.size(), "told once");
        }
    }

    @Test
    void leaves_no_thread_and_no_listening_connection() {
        try (TestDatabase database = new TestDatabase(postgres)) {
            WakeUps wakeUps = wakeUps(database, new Semaphore(0));
            await(wakeUps::areHeard);
            wakeUps.close();
            assertTrue(threads.stream().noneMatch(Thread::isAlive));
            assertEquals(
                    List.of(),
                    database.transactions.inNew(() -> new Sql(database.em).rows(LISTENING)));
        }
    }

    @Test
    void what_was_announced_before_the_end_is_told() throws InterruptedException {
        Semaphore woken = new Semaphore(0);
        try (TestDatabase database = new TestDatabase(postgres);
                WakeUps listening = wakeUps(database, woken)) {
            await(listening::areHeard);
            for (int i = 0; i < 20; i++) {
                WakeUps ending = wakeUps(database, new Semaphore(0));
                await(ending::areHeard);
                woken.drainPermits();
                ending.announce();
                ending.close();
                woken.acquire();
            }
        }
    }

    @Test
    void an_append_of_one_node_is_handled_by_another_long_before_it_polls()
            throws InterruptedException {
        BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();
        try (TestDatabase database = new TestDatabase(postgres)) {
            Duration never = Duration.ofHours(1);
            Node writer = new Node(database, new Polling(never, never));
            Node reader = new Node(database, new Polling(never, never));
            try (ConsumerEngine one = writer.engine;
                    ConsumerEngine other = reader.engine) {
                reader.start(handled);
                writer.ring(0);
                assertEquals(0, handled.take()); // perhaps before the reader listened
                await(() -> reader.engine.journalStatus().position() == 1);
                for (int time = 1; time <= 100; time++) {
                    writer.ring(time);
                    assertEquals(time, handled.take());
                }
            }
        }
    }

    @Test
    void an_append_of_one_node_is_found_by_polling_where_nothing_wakes_the_other()
            throws InterruptedException {
        BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();
        try (TestDatabase database = new TestDatabase(H2File.create())) {
            Polling polling = new Polling(Duration.ofMillis(5), Duration.ofMillis(250));
            Node writer = new Node(database, polling);
            Node reader = new Node(database, polling);
            try (ConsumerEngine one = writer.engine;
                    ConsumerEngine other = reader.engine) {
                reader.start(handled);
                for (int time = 0; time <= 10; time++) {
                    writer.ring(time);
                    assertEquals(time, handled.take());
                }
            }
        }
    }

    private WakeUps wakeUps(TestDatabase database, Semaphore woken) {
        return database.journal().wakeUps(woken::release, this::thread);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        threads.add(thread);
        return thread;
    }

    private void start(Runnable work) {
        thread(work).start();
    }

    private void awaitEndOfThreads() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain");
            }
        }
    }

    /** A process of its own, as far as the database can tell. */
    private static final class Node {

        final ConsumerEngine engine;
        private final TypedJournal journal;

        Node(TestDatabase database, Polling polling) {
            JournalStorage storage = database.journal();
            Runnable[] wake = new Runnable[1];
            journal =
                    new TypedJournal(
                            storage,
                            new JsonbEventSerializer(),
                            () -> EventTypes.of(List.of(Rung.class)),
                            database.transactions,
                            () -> wake[0].run());
            engine =
                    new ConsumerEngine(
                            storage, journal, database.transactions, Thread::new, polling);
            wake[0] = engine::wake;
            engine.open();
        }

        void start(BlockingQueue<Integer> handled) {
            engine.start(
                    new Consumer(
                            "bell",
                            EventFilter.all(),
                            Delivery.EXACTLY_ONCE,
                            event -> handled.add(((Rung) event.event()).time())));
        }

        void ring(int time) {
            journal.append(
                    new StreamId("bell", "tower"), ExpectedVersion.any(), List.of(new Rung(time)));
        }
    }
}
