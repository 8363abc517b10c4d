package io.annals.es.jpa;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.testing.Orphans;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own, which stops, crashes and comes back as something else. */
class ServerRestartTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path folder;

    private EmbeddedPostgres server;
    private TestDatabase database;

    @BeforeEach
    void start() throws IOException {
        Orphans.leaveNone(folder);
        server = server().start();
        database = new TestDatabase(PostgresServer.login(server, "postgres"));
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
        shutDown();
    }

    @Test
    void waits_for_a_prepared_transaction_across_a_restart_of_the_server() throws IOException {
        JournalStorage journal = database.journal();
        Prepared prepared = prepare(journal);
        restart();
        assertEquals(prepared.below(), settledUpTo(journal));
        database.execute("COMMIT PREPARED 'survivor'");
        assertEquals(new Settled(prepared.above(), false), journal.settledUpTo());
    }

    @Test
    void passes_the_holes_of_transactions_that_a_restart_of_the_server_has_ended()
            throws IOException {
        JournalStorage journal = database.journal();
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            long above = ParkedWriter.commitOne(database);
            assertEquals(new Settled(parked.position - 1, true), journal.settledUpTo());
            restart();
            assertEquals(new Settled(above, false), settledUpTo(journal));
        }
    }

    @Test
    void waits_for_a_prepared_transaction_across_the_crash_of_a_server_process() {
        JournalStorage journal = database.journal();
        Prepared prepared = prepare(journal);
        Set<String> before = holders();
        String started = valueOf("SELECT pg_postmaster_start_time()");
        crash();
        assertEquals(started, valueOf("SELECT pg_postmaster_start_time()"));
        assertFalse(holders().equals(before), "the prepared transaction has another id now");
        assertEquals(prepared.below(), settledUpTo(journal));
        database.execute("COMMIT PREPARED 'survivor'");
        assertEquals(new Settled(prepared.above(), false), journal.settledUpTo());
    }

    @Test
    void refuses_a_replica() throws IOException {
        database.journal();
        shutDown();
        Files.createFile(folder.resolve("standby.signal"));
        server = server().start();
        EventSourcingException refusal =
                assertThrows(EventSourcingException.class, this::openWhenConnected);
        assertTrue(refusal.getMessage().contains("is a replica"), refusal.getMessage());
    }

    /**
     * An event in a prepared transaction, and a committed one above it, both seen by the journal.
     */
    private Prepared prepare(JournalStorage journal) {
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            long above = ParkedWriter.commitOne(database);
            parked.prepare("survivor");
            Settled below = new Settled(parked.position - 1, true);
            assertEquals(below, journal.settledUpTo());
            return new Prepared(below, above);
        }
    }

    private void restart() throws IOException {
        int port = server.getPort();
        shutDown();
        server = server().setPort(port).start();
    }

    /** Waits until the process has ended, for which the library's own patience is short. */
    private void shutDown() throws IOException {
        Path pid = folder.resolve("postmaster.pid");
        Optional<ProcessHandle> process =
                Files.exists(pid)
                        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
                        : Optional.empty();
        server.close();
        process.ifPresent(postmaster -> postmaster.onExit().orTimeout(5, MINUTES).join());
    }

    /**
     * Kills a process that serves a connection: the server then throws all others out and recovers.
     */
    private void crash() {
        try (Connection victim = database.connect();
                Statement statement = victim.createStatement();
                ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
            pid.next();
            ProcessHandle process = ProcessHandle.of(pid.getLong(1)).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The pool still hands out connections that the restart has broken; each fails once. */
    private Settled settledUpTo(JournalStorage journal) {
        for (int broken = 0; ; broken++) {
            try {
                return journal.settledUpTo();
            } catch (EventSourcingException e) {
                assertTrue(broken < 20, e::toString);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private void openWhenConnected() {
        TestDatabase replica = new TestDatabase(PostgresServer.login(server, "postgres"));
        try (replica) {
            replica.journal();
        }
    }

    private Set<String> holders() {
        return Set.of(
                valueOf(
                                "SELECT string_agg(virtualtransaction, ',') FROM pg_locks WHERE relation = 'es_event'::regclass AND mode = 'RowExclusiveLock'")
                        .split(","));
    }

    private String valueOf(String query) {
        long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (true) {
            try (Connection connection =
                            DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                result.next();
                return result.getString(1);
            } catch (SQLException recovering) {
                assertTrue(System.nanoTime() < deadline, recovering::toString);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private EmbeddedPostgres.Builder server() {
        return PostgresServer.builder().setDataDirectory(folder).setCleanDataDirectory(false);
    }

    private record Prepared(Settled below, long above) {}
}
