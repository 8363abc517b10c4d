package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StreamAppend;
import io.annals.testing.Customer;
import io.annals.testing.TestDatabase;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The journal in one transaction with the application's own entities. */
abstract class SharedTransactionTest {

    private final StreamId stream = new StreamId("shared", UUID.randomUUID().toString());
    private final TestDatabase database = journal().database();
    private final JournalStorage storage = journal().storage();

    abstract OpenJournal journal();

    @BeforeEach
    void create_the_applications_table() {
        database.createCustomers();
    }

    @Test
    void an_entity_and_an_event_are_committed_together() {
        String id = UUID.randomUUID().toString();
        inTransaction(
                () -> {
                    database.em.persist(new Customer(id, id));
                    storage.append(Events.any(stream, 1));
                });
        assertEquals(1, length());
        assertEquals(1, customers(id));
    }

    @Test
    void an_entity_and_an_event_are_rolled_back_together() {
        String id = UUID.randomUUID().toString();
        assertThrows(
                Refusal.class,
                () ->
                        inTransaction(
                                () -> {
                                    database.em.persist(new Customer(id, id));
                                    storage.append(Events.any(stream, 1));
                                    throw new Refusal();
                                }));
        assertEquals(0, length());
        assertEquals(0, customers(id));
    }

    @Test
    void a_violation_by_the_applications_entity_is_not_a_conflict() {
        String email = UUID.randomUUID().toString();
        inTransaction(() -> database.em.persist(new Customer(UUID.randomUUID().toString(), email)));
        RuntimeException failure =
                assertThrows(
                        RuntimeException.class,
                        () ->
                                inTransaction(
                                        () -> {
                                            database.em.persist(
                                                    new Customer(
                                                            UUID.randomUUID().toString(), email));
                                            storage.append(
                                                    Events.to(
                                                            stream, ExpectedVersion.noStream(), 2));
                                            storage.readStream(stream, 0, 10).events();
                                            storage.append(Events.any(stream, 1));
                                        }));
        assertFalse(failure instanceof EventSourcingException, failure::toString);
        assertEquals(0, length());
    }

    @Test
    void a_conflict_rolls_the_applications_entity_back() {
        String id = UUID.randomUUID().toString();
        inTransaction(() -> storage.append(Events.any(stream, 1)));
        assertThrows(
                RuntimeException.class,
                () ->
                        inTransaction(
                                () -> {
                                    database.em.persist(new Customer(id, id));
                                    assertThrows(
                                            RetryableException.class,
                                            () ->
                                                    storage.append(
                                                            Events.to(
                                                                    stream,
                                                                    ExpectedVersion.noStream(),
                                                                    1)));
                                    assertEquals(
                                            Status.STATUS_MARKED_ROLLBACK,
                                            database.transactions.registry.getTransactionStatus());
                                }));
        assertEquals(0, customers(id));
        assertEquals(1, length());
    }

    @Test
    void a_payload_of_sixteen_megabytes_comes_back_as_it_was() {
        byte[] payload = new byte[16 << 20];
        new Random(1).nextBytes(payload);
        StreamAppend append =
                new StreamAppend(
                        stream,
                        ExpectedVersion.noStream(),
                        List.of(Events.event(payload), Events.event("small")),
                        Metadata.empty());
        inTransaction(() -> storage.append(List.of(append)));
        assertArrayEquals(payload, storage.readStream(stream, 0, 1).events().get(0).payload());
    }

    @Test
    void a_lock_time_out_is_contention() {
        try (OtherTransaction other = new OtherTransaction(database, storage, stream)) {
            other.append();
            assertThrows(
                    ContentionException.class,
                    () ->
                            inTransaction(
                                    () -> {
                                        shortenLockTimeout();
                                        storage.append(Events.any(stream, 1));
                                    }));
        }
        assertEquals(0, length());
    }

    @Test
    void a_lock_time_out_at_the_applications_own_statement_is_contention() throws SQLException {
        String id = UUID.randomUUID().toString();
        inTransaction(() -> database.em.persist(new Customer(id, id)));
        String change = "UPDATE customer SET email = NULL WHERE id = '%s'".formatted(id);
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate(change);
            RuntimeException failure =
                    assertThrows(
                            RuntimeException.class,
                            () ->
                                    inTransaction(
                                            () -> {
                                                shortenLockTimeout();
                                                database.em
                                                        .createNativeQuery(change)
                                                        .executeUpdate();
                                            }));
            assertTrue(
                    new JpaStorageProvider(database.em).isContention(failure),
                    () -> "not recognised: " + failure);
            other.rollback();
        }
    }

    abstract String lockTimeoutStatement();

    private void shortenLockTimeout() {
        database.em.createNativeQuery(lockTimeoutStatement()).executeUpdate();
    }

    private long customers(String id) {
        return database.transactions.inNew(
                () ->
                        database.em
                                .createQuery(
                                        "SELECT count(c) FROM Customer c WHERE c.id = :id",
                                        Long.class)
                                .setParameter("id", id)
                                .getSingleResult());
    }

    private int length() {
        return storage.readStream(stream, 0, 100).events().size();
    }

    private void inTransaction(Runnable work) {
        database.transactions.inNew(
                () -> {
                    work.run();
                    return true;
                });
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
