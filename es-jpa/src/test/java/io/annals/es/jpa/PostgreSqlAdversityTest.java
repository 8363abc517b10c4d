package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.RetryableException;
import io.annals.testing.Login;
import io.annals.testing.PostgresServer;
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

    private void execute(String sql) {
        database.em.createNativeQuery(sql).executeUpdate();
    }
}
