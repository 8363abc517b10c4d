package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong around an append on PostgreSQL, and what its caller gets to know. */
class AdversityTest {

    private static final StreamId A = new StreamId("adverse", "a");
    private static final StreamId B = new StreamId("adverse", "b");
    private static final StreamId C = new StreamId("adverse", "c");

    private TestDatabase database;
    private JournalStorage storage;

    @BeforeEach
    void open() {
        database = new TestDatabase(PostgresServer.create());
        storage = database.journal();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_conflict_is_reported_without_a_second_connection() {
        database.transactions.inNew(() -> storage.append(Events.any(A, 3)));
        database.shrinkPool(1, Duration.ofMillis(500));
        WrongExpectedVersionException conflict =
                assertThrows(
                        WrongExpectedVersionException.class,
                        () ->
                                database.transactions.inNew(
                                        () ->
                                                storage.append(
                                                        Events.to(
                                                                A,
                                                                ExpectedVersion.exactly(1),
                                                                1))));
        assertEquals(OptionalLong.of(3), conflict.actual());
    }

    @Test
    void a_full_pool_is_a_failure_and_not_a_conflict() {
        database.shrinkPool(1, Duration.ofMillis(500));
        try (OtherTransaction other = new OtherTransaction(database, storage, B)) {
            other.append();
            RuntimeException failure = appendFails();
            assertFalse(failure instanceof RetryableException, failure::toString);
        }
        database.transactions.inNew(() -> storage.append(Events.any(A, 1)));
        assertEquals(1, length(A));
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
    void the_outcome_of_a_connection_lost_between_appends_is_found_by_reading() {
        EventSourcingException failure =
                assertThrows(
                        EventSourcingException.class,
                        () ->
                                database.transactions.inNew(
                                        () -> {
                                            storage.append(Events.any(A, 1));
                                            loseConnection();
                                            return storage.append(Events.any(B, 1));
                                        }));
        assertFalse(failure instanceof RetryableException, failure::toString);
        assertNothingStored();
    }

    @Test
    void the_outcome_of_a_connection_lost_before_the_commit_is_found_by_reading() {
        assertThrows(
                RuntimeException.class,
                () ->
                        database.transactions.inNew(
                                () -> {
                                    storage.append(Events.any(A, 1));
                                    loseConnection();
                                    return true;
                                }));
        assertNothingStored();
    }

    @Test
    void a_deadlock_is_contention_for_one_and_nothing_for_the_other() {
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        CompletableFuture<Boolean> one =
                CompletableFuture.supplyAsync(() -> appendsBoth(A, B, bothHoldOne));
        boolean other = appendsBoth(B, A, bothHoldOne);
        assertTrue(one.join() ^ other, "one of them should have appended");
        assertEquals(1, length(A));
        assertEquals(1, length(B));
    }

    @Test
    void a_serialization_failure_is_contention() {
        database.transactions.inNew(() -> storage.append(Events.any(C, 1)));
        assertThrows(
                ContentionException.class,
                () ->
                        database.transactions.inNew(
                                () -> {
                                    execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
                                    assertEquals(1, length(C));
                                    database.transactions.inNew(
                                            () -> storage.append(Events.any(C, 1)));
                                    return storage.append(Events.any(C, 1));
                                }));
        assertEquals(2, length(C));
    }

    private boolean appendsBoth(StreamId first, StreamId second, CountDownLatch bothHoldOne) {
        try {
            database.transactions.inNew(
                    () -> {
                        storage.append(Events.any(first, 1));
                        bothHoldOne.countDown();
                        await(bothHoldOne);
                        return storage.append(Events.any(second, 1));
                    });
            return true;
        } catch (ContentionException deadlock) {
            return false;
        }
    }

    private EventSourcingException appendFails() {
        return assertThrows(
                EventSourcingException.class,
                () -> database.transactions.inNew(() -> storage.append(Events.any(A, 1))));
    }

    private void assertNothingStored() {
        database.shrinkPool(5, Duration.ofSeconds(20));
        assertEquals(0, length(A));
        assertEquals(0, length(B));
        database.transactions.inNew(() -> storage.append(Events.any(A, 1)));
        assertEquals(1, length(A));
    }

    private int length(StreamId stream) {
        return storage.readStream(stream, 0, 100).events().size();
    }

    private void loseConnection() {
        List<?> pid = database.em.createNativeQuery("SELECT pg_backend_pid()").getResultList();
        database.execute("SELECT pg_terminate_backend(%s, 30000)".formatted(pid.get(0)));
    }

    private void execute(String sql) {
        database.em.createNativeQuery(sql).executeUpdate();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
