package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.spi.StorageProvider;
import io.annals.testing.Login;
import io.annals.testing.PostgresServer;
import jakarta.transaction.RollbackException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgreSqlAdversityTest extends AdversityTest {

    @Override
    Login login() {
        return PostgresServer.create();
    }

    @Override
    String connection() {
        return "SELECT pg_backend_pid()";
    }

    @Override
    String end() {
        return "SELECT pg_terminate_backend(%s, 30000)";
    }

    @Test
    void a_read_only_transaction_reads_and_refuses_to_append() {
        database.transactions.inNew(() -> storage.append(Events.any(A, 1)));
        EventSourcingException failure =
                assertThrows(
                        EventSourcingException.class,
                        () ->
                                database.transactions.inNew(
                                        () -> {
                                            execute("SET TRANSACTION READ ONLY");
                                            assertEquals(1, length(A));
                                            return storage.append(Events.any(A, 1));
                                        }));
        assertFalse(failure instanceof RetryableException, failure::toString);
        assertTrue(failure.getMessage().contains("25006"), failure.getMessage());
        assertEquals(1, length(A));
    }

    @Test
    void a_serialization_failure_is_contention() {
        database.transactions.inNew(() -> storage.append(Events.any(A, 1)));
        assertThrows(
                ContentionException.class,
                () ->
                        database.transactions.inNew(
                                () -> {
                                    execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
                                    assertEquals(1, length(A));
                                    database.transactions.inNew(
                                            () -> storage.append(Events.any(A, 1)));
                                    return storage.append(Events.any(A, 1));
                                }));
        assertEquals(2, length(A));
    }

    /**
     * Each reads what the other one writes, so that no order of the two explains both: the one that
     * commits last learns it then.
     */
    @Test
    void a_serialization_failure_at_the_commit_is_contention() {
        StreamId other = new StreamId("adverse", "other");
        RuntimeException failure =
                assertThrows(
                        RuntimeException.class,
                        () ->
                                database.transactions.inNew(
                                        () -> {
                                            readOneAndAppendToOther(A, other);
                                            return database.transactions.inNew(
                                                    () -> readOneAndAppendToOther(other, A));
                                        }));
        assertInstanceOf(RollbackException.class, failure.getCause(), failure::toString);
        StorageProvider provider = new JpaStorageProvider(database.em);
        assertTrue(provider.isContention(failure), () -> "not recognised: " + failure);
        assertFalse(provider.isContention(new RollbackException()));
        assertEquals(1, length(A));
        assertEquals(0, length(other));
    }

    @Test
    void a_sequence_that_is_set_back_is_a_failure_that_names_it_and_no_contention() {
        database.transactions.inNew(() -> storage.append(Events.any(A, 3)));
        database.execute("ALTER TABLE es_event ALTER COLUMN position RESTART WITH 2");
        database.leave(1, Duration.ofSeconds(10));
        EventSourcingException failure =
                assertThrows(
                        EventSourcingException.class,
                        () -> database.transactions.inNew(() -> storage.append(Events.any(A, 1))));
        assertFalse(failure instanceof RetryableException, failure::toString);
        assertTrue(
                failure.getMessage().contains("sequence of es_event.position was set back"),
                failure.getMessage());
        database.execute("SELECT setval(pg_get_serial_sequence('es_event', 'position'), 3)");
        database.transactions.inNew(() -> storage.append(Events.any(A, 1)));
        assertEquals(4, length(A));
    }

    /** It is the application's, although the journal's statement meets it. */
    @Test
    void a_violation_in_a_table_that_a_trigger_writes_is_no_contention() {
        database.execute(
                "CREATE TABLE audit (type varchar(100) PRIMARY KEY)",
                "CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO audit VALUES (NEW.type); RETURN NEW; END'",
                "CREATE TRIGGER audit BEFORE INSERT ON es_event FOR EACH ROW EXECUTE FUNCTION audit()");
        database.transactions.inNew(() -> storage.append(Events.any(A, 1)));
        EventSourcingException failure =
                assertThrows(
                        EventSourcingException.class,
                        () -> database.transactions.inNew(() -> storage.append(Events.any(A, 1))));
        assertFalse(failure instanceof RetryableException, failure::toString);
        assertEquals(1, length(A));
    }

    private boolean readOneAndAppendToOther(StreamId one, StreamId other) {
        execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
        assertEquals(0, length(one));
        storage.append(Events.any(other, 1));
        return true;
    }

    private void execute(String sql) {
        database.em.createNativeQuery(sql).executeUpdate();
    }
}
