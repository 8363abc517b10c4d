package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.OnError;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events whose views the database refuses are set aside, and handled later or left out. */
@Timeout(300)
class DeadLettersTest {

    private static final String NAME = "registry";

    @EventType("registered")
    public record Registered(String email) {}

    static Stream<Supplier<Login>> databases() {
        return Stream.of(H2File::create, PostgresServer::create, MariaDbServer::create);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_violates_a_constraint_of_the_view_waits_until_it_is_retried(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get());
                Registry registry = new Registry(database)) {
            registry.register("a", "ada@example.org");
            registry.register("b", "ada@example.org", "bob@example.org");
            registry.register("c", "cyd@example.org");
            registry.register("b", "bea@example.org");
            registry.start();
            await(() -> registry.letters().size() == 3);
            await(() -> registry.registered().equals(List.of("a1", "c1")));
            DeadLetter failed = registry.letters().get(0);
            assertEquals(1, failed.attempts());
            assertTrue(
                    failed.failure().orElseThrow().stackTrace().contains("Caused by: "),
                    failed.failure().orElseThrow().stackTrace());

            registry.engine.consumers().retry(NAME, failed.position(), "me");
            await(() -> registry.letters().get(0).attempts() == 2);
            assertEquals(3, registry.letters().size());

            database.execute("UPDATE customer SET email = 'a@example.org' WHERE id = 'a1'");
            registry.engine.consumers().retry(NAME, failed.position(), "me");
            await(() -> registry.letters().isEmpty());
            assertEquals(List.of("a1", "b1", "b2", "b3", "c1"), registry.registered());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_is_dismissed_never_comes_to_the_view(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get());
                Registry registry = new Registry(database)) {
            registry.register("a", "ada@example.org", "ada@example.org", "bob@example.org");
            registry.start();
            await(() -> registry.letters().size() == 2);
            registry.engine.consumers().dismiss(NAME, registry.letters().get(0).position(), "me");
            await(() -> registry.letters().isEmpty());
            assertEquals(List.of("a1", "a3"), registry.registered());
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(5_000_000);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain");
            }
        }
    }

    /** A view in which every address is there once. */
    private static final class Registry implements AutoCloseable {

        final ConsumerEngine engine;
        private final TestDatabase database;
        private final JournalStorage storage;
        private final TypedJournal journal;

        Registry(TestDatabase database) {
            this.database = database;
            this.storage = database.journal();
            database.createCustomers();
            journal =
                    new TypedJournal(
                            storage,
                            new JsonbEventSerializer(),
                            () -> EventTypes.of(List.of(Registered.class)),
                            database.transactions,
                            () -> {});
            engine =
                    new ConsumerEngine(
                            storage,
                            journal,
                            database.transactions,
                            Thread::new,
                            new Polling(Duration.ofMillis(5), Duration.ofMillis(50)));
            engine.open();
        }

        void start() {
            engine.start(
                    new Consumer(
                                    NAME,
                                    "",
                                    EventFilter.all(),
                                    Delivery.EXACTLY_ONCE,
                                    10,
                                    1,
                                    this::insert)
                            .withOnError(OnError.DEAD_LETTER));
        }

        void register(String id, String... emails) {
            journal.append(
                    new StreamId("customer", id),
                    ExpectedVersion.any(),
                    Stream.of(emails).map(Registered::new).toList());
        }

        List<DeadLetter> letters() {
            return storage.deadLetters().list(NAME, 0, 100);
        }

        List<String> registered() {
            return database.transactions.inNew(
                    () ->
                            database
                                    .em
                                    .createNativeQuery("SELECT id FROM customer ORDER BY id")
                                    .getResultList()
                                    .stream()
                                    .map(String::valueOf)
                                    .toList());
        }

        private void insert(EventEnvelope<?> event) {
            database.em
                    .createNativeQuery("INSERT INTO customer (id, email) VALUES (?1, ?2)")
                    .setParameter(1, event.stream().id() + event.version())
                    .setParameter(2, ((Registered) event.event()).email())
                    .executeUpdate();
        }

        @Override
        public void close() {
            engine.close();
            storage.close();
        }
    }
}
