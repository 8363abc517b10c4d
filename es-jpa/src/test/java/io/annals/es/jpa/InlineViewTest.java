package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.consumer.EventHandler;
import io.annals.es.inline.InlineProjection;
import io.annals.es.inline.InlineProjections;
import io.annals.es.inline.Rebuilt;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.projection.Mode;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import io.annals.es.projection.ProjectionDefinition;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A view that commands rely on, in the journal's database. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class InlineViewTest {

    private static final int WRITERS = 4;
    private static final int ROUNDS = 30;
    private static final int REBUILDS = 8;

    enum Place {
        H2(H2File::create, PersistenceProviders.HIBERNATE),
        MARIADB(MariaDbServer::create, PersistenceProviders.HIBERNATE),
        POSTGRESQL(PostgresServer::create, PersistenceProviders.HIBERNATE),
        POSTGRESQL_ON_ECLIPSELINK(PostgresServer::create, PersistenceProviders.ECLIPSE_LINK),
        MARIADB_ON_ECLIPSELINK(MariaDbServer::create, PersistenceProviders.ECLIPSE_LINK);

        private final Supplier<Login> login;
        private final PersistenceProviders provider;

        Place(Supplier<Login> login, PersistenceProviders provider) {
            this.login = login;
            this.provider = provider;
        }
    }

    @EventType("named")
    public record Named(String name) {}

    @EventType("freed")
    public record Freed(String name) {}

    /** Who has which name, in a table where names are unique. */
    @Projection(name = "names", mode = Mode.INLINE, categories = "person")
    static final class Names {

        private final EntityManager em;

        Names(EntityManager em) {
            this.em = em;
        }

        @io.annals.es.projection.EventHandler
        void on(Named event, EventEnvelope<?> envelope) {
            em.createNativeQuery("INSERT INTO customer (id, email) VALUES (?1, ?2)")
                    .setParameter(1, event.name())
                    .setParameter(2, envelope.stream().id() + " " + envelope.version())
                    .executeUpdate();
        }

        @io.annals.es.projection.EventHandler
        void on(Freed event) {
            em.createNativeQuery("DELETE FROM customer WHERE id = ?1")
                    .setParameter(1, event.name())
                    .executeUpdate();
        }

        @OnReset
        void empty() {
            em.createNativeQuery("DELETE FROM customer").executeUpdate();
        }
    }

    /** An application with the projection, and its journal. */
    private static final class Node implements AutoCloseable {

        final TestDatabase database;
        final JournalStorage storage;
        final TypedJournal plain;
        final InlineProjections inline;
        final TypedJournal journal;

        Node(Place place) {
            database = new TestDatabase(place.login.get(), place.provider);
            storage = database.journal();
            database.createCustomers();
            plain =
                    new TypedJournal(
                            storage,
                            new JsonbEventSerializer(),
                            () -> EventTypes.of(List.of(Named.class, Freed.class)),
                            database.transactions,
                            () -> {});
            inline =
                    new InlineProjections(
                            plain, storage, database.transactions, List.of(projection()));
            journal = plain.with(inline);
        }

        private InlineProjection projection() {
            Names names = new Names(database.em);
            ProjectionDefinition definition = ProjectionDefinition.of(Names.class);
            return new InlineProjection(
                    definition,
                    new EventHandler() {
                        @Override
                        public void handle(EventEnvelope<?> event) throws Exception {
                            definition.handle(names, event, false);
                        }

                        @Override
                        public void onReset() throws Exception {
                            definition.reset(names);
                        }
                    });
        }

        Map<String, String> view() {
            Map<String, String> view = new TreeMap<>();
            database.transactions
                    .inNew(
                            () ->
                                    database.em
                                            .createNativeQuery("SELECT id, email FROM customer")
                                            .getResultList())
                    .forEach(
                            row ->
                                    view.put(
                                            String.valueOf(((Object[]) row)[0]),
                                            String.valueOf(((Object[]) row)[1])));
            return view;
        }

        Map<String, String> expected() {
            Map<String, String> names = new TreeMap<>();
            plain.ids("person")
                    .flatMap(id -> plain.read(new StreamId("person", id)))
                    .forEach(
                            event -> {
                                if (event.event() instanceof Named named) {
                                    names.put(
                                            named.name(),
                                            event.stream().id() + " " + event.version());
                                } else if (event.event() instanceof Freed freed) {
                                    names.remove(freed.name());
                                }
                            });
            return names;
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_command_appends_is_refused_by_the_views_own_constraint(Place place) {
        try (Node node = new Node(place)) {
            append(node, "ann", new Named("ann"));
            append(node, "bob", new Named("bob"), new Freed("bob"));
            assertThrows(PersistenceException.class, () -> append(node, "other", new Named("ann")));
            append(node, "other", new Named("bob"));
            assertEquals(Map.of("ann", "ann 1", "bob", "other 1"), node.view());
            assertEquals(node.expected(), node.view());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_view_is_built_from_committed_events_whether_they_have_positions_or_not(Place place)
            throws Exception {
        try (Node node = new Node(place)) {
            node.plain.append(
                    person("many"),
                    ExpectedVersion.noStream(),
                    IntStream.range(0, 1_200).mapToObj(i -> new Named("name" + i)).toList());
            node.plain.append(
                    person("one"),
                    ExpectedVersion.noStream(),
                    List.of(new Freed("name7"), new Named("name7")));
            CountDownLatch open = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            ExecutorService elsewhere = Executors.newSingleThreadExecutor();
            try {
                Future<Boolean> parked =
                        elsewhere.submit(
                                () ->
                                        node.database.transactions.inNew(
                                                () -> {
                                                    node.journal.append(
                                                            new StreamId("animal", "rex"),
                                                            ExpectedVersion.noStream(),
                                                            List.of(new Named("rex")));
                                                    open.countDown();
                                                    return await(end);
                                                }));
                assertTrue(await(open));
                node.inline.open();
                end.countDown();
                parked.get();
            } finally {
                elsewhere.shutdown();
            }
            assertEquals(1_200, node.view().size());
            assertEquals(node.expected(), node.view());
        }
    }

    @ParameterizedTest
    @EnumSource
    void appends_wait_for_a_rebuild_and_the_view_is_what_the_journal_says(Place place)
            throws Exception {
        try (Node node = new Node(place)) {
            node.inline.open();
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                String id = "writer" + w;
                writers.add(threads.submit(() -> write(node, id)));
            }
            threads.shutdown();
            for (int i = 0; i < REBUILDS; i++) {
                Rebuilt rebuilt = retried(() -> node.inline.rebuild("names-1"));
                assertTrue(rebuilt.paused().toNanos() > 0);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertEquals(node.expected(), node.view());
            assertEquals(WRITERS * ROUNDS / 2, node.view().size());
        }
    }

    private static void write(Node node, String id) {
        for (int i = 0; i < ROUNDS; i++) {
            String name = id + "-" + i;
            Object event = i % 2 == 0 ? new Named(name) : new Freed(id + "-" + (i - 1));
            retried(() -> append(node, id, event, new Named(name + "-2"), new Freed(name + "-2")));
            if (i % 2 == 1) {
                retried(() -> append(node, id + "-again", new Named(name)));
            }
        }
    }

    private static <T> T retried(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (RetryableException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private static boolean append(Node node, String id, Object... events) {
        node.journal.append(person(id), ExpectedVersion.any(), List.of(events));
        return true;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static StreamId person(String id) {
        return new StreamId("person", id);
    }
}
