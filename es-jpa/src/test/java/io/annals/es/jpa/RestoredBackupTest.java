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
import io.annals.es.consumer.ConsumerState;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/operations.md says of a backup that is older than what consumers have seen. */
@Timeout(300)
class RestoredBackupTest {

    /** Its view is in the database of the journal. */
    private static final String HERE = "registry";

    /** Its effects are elsewhere, and do not go back with the database. */
    private static final String ELSEWHERE = "letters";

    @EventType("noted")
    public record Noted(String text) {}

    enum Place {
        POSTGRESQL(PostgresServer::create) {
            @Override
            Login backUpAndRestore(TestDatabase database) throws SQLException, IOException {
                return Dump.of(database).restore();
            }
        },
        H2(H2File::create) {
            @Override
            Login backUpAndRestore(TestDatabase database) throws IOException {
                Path script = Files.createTempFile(Path.of("target"), "backup", ".sql");
                database.execute("SCRIPT TO '%s'".formatted(script));
                Login login = H2File.create();
                try (TestDatabase restored = new TestDatabase(login)) {
                    restored.execute("RUNSCRIPT FROM '%s'".formatted(script));
                }
                return login;
            }
        };

        private final Supplier<Login> login;

        Place(Supplier<Login> login) {
            this.login = login;
        }

        abstract Login backUpAndRestore(TestDatabase database) throws SQLException, IOException;
    }

    private final Map<Long, String> sent = new ConcurrentHashMap<>();

    @ParameterizedTest
    @EnumSource
    void views_here_go_on_and_effects_elsewhere_wait_for_somebody_to_decide(Place place)
            throws SQLException, IOException {
        Login restored;
        try (TestDatabase database = new TestDatabase(place.login.get());
                Node node = new Node(database)) {
            node.append("one", "two", "three");
            node.start();
            await(() -> node.haveHandled(3));
            restored = place.backUpAndRestore(database);
            node.append("four", "five");
            await(() -> node.haveHandled(5));
        }
        try (TestDatabase database = new TestDatabase(restored)) {
            database.execute(statements(place));
            try (Node node = new Node(database)) {
                node.append("another four", "another five", "six");
                node.start();
                await(() -> node.view().size() == 6);
                assertTrue(node.view().values().containsAll(List.of("another four", "six")));
                String refusal = node.failure(ELSEWHERE);
                assertTrue(refusal.contains("because a backup was restored"), refusal);
                assertEquals("four", sent.get(4L));

                node.engine.consumers().reset(ELSEWHERE, 3);
                await(() -> sent.size() == 6 && sent.get(6L).equals("six"));
                assertEquals("another four", sent.get(4L));
            }
        }
    }

    private static String[] statements(Place place) throws IOException {
        try (InputStream script =
                RestoredBackupTest.class.getResourceAsStream("/operations/restored.sql")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .map(
                            statement ->
                                    place == Place.H2
                                            ? statement.replace("gen_random_uuid", "random_uuid")
                                            : statement)
                    .toArray(String[]::new);
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

    /** An application with both consumers. */
    private final class Node implements AutoCloseable {

        final ConsumerEngine engine;
        private final TestDatabase database;
        private final JournalStorage storage;
        private final TypedJournal journal;

        Node(TestDatabase database) {
            this.database = database;
            storage = database.journal();
            database.createCustomers();
            journal =
                    new TypedJournal(
                            storage,
                            new JsonbEventSerializer(),
                            () -> EventTypes.of(List.of(Noted.class)),
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
                    new Consumer(HERE, EventFilter.all(), Delivery.EXACTLY_ONCE, this::insert));
            engine.start(
                    new Consumer(
                            ELSEWHERE,
                            EventFilter.all(),
                            Delivery.AT_LEAST_ONCE,
                            event -> sent.put(event.position(), text(event))));
        }

        /** Whether both consumers have come to a position. */
        boolean haveHandled(long position) {
            List<ConsumerState> states = engine.consumers().list();
            return states.size() == 2
                    && states.stream().allMatch(state -> state.position() == position);
        }

        void append(String... texts) {
            journal.append(
                    new StreamId("note", "1"),
                    ExpectedVersion.any(),
                    Stream.of(texts).map(Noted::new).toList());
        }

        Map<String, String> view() {
            List<?> rows =
                    database.transactions.inNew(
                            () ->
                                    database.em
                                            .createNativeQuery("SELECT id, email FROM customer")
                                            .getResultList());
            Map<String, String> view = new TreeMap<>();
            for (Object row : rows) {
                Object[] columns = (Object[]) row;
                view.put((String) columns[0], (String) columns[1]);
            }
            return view;
        }

        String failure(String consumer) {
            await(() -> status(consumer).failure().isPresent());
            return status(consumer).failure().orElseThrow().getMessage();
        }

        private ConsumerStatus status(String consumer) {
            return engine.status().stream()
                    .filter(status -> status.name().equals(consumer))
                    .findFirst()
                    .orElseThrow();
        }

        private void insert(EventEnvelope<?> event) {
            database.em
                    .createNativeQuery("INSERT INTO customer (id, email) VALUES (?1, ?2)")
                    .setParameter(1, "note " + event.position())
                    .setParameter(2, text(event))
                    .executeUpdate();
        }

        @Override
        public void close() {
            engine.close();
            storage.close();
        }
    }

    private static String text(EventEnvelope<?> event) {
        return ((Noted) event.event()).text();
    }
}
