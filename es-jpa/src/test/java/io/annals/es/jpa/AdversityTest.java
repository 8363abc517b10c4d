package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.testing.Login;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong around an append, and what its caller gets to know. */
abstract class AdversityTest {

    static final StreamId A = new StreamId("adverse", "a");
    private static final StreamId B = new StreamId("adverse", "b");

    TestDatabase database;
    JournalStorage storage;

    /** Where a new, empty database is. */
    abstract Login login();

    /** A query for the connection that runs it. */
    abstract String connection();

    /** Ends such a connection, from another one. */
    abstract String end();

    @BeforeEach
    void open() {
        database = new TestDatabase(login());
        storage = database.journal();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_conflict_is_reported_without_a_second_connection() {
        database.transactions.inNew(() -> storage.append(Events.any(A, 3)));
        database.leave(1, Duration.ofSeconds(10));
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
        try (OtherTransaction other = new OtherTransaction(database, storage, B)) {
            other.append();
            database.leave(1, Duration.ofSeconds(2)); // which the other one has
            RuntimeException failure = appendFails();
            assertFalse(failure instanceof RetryableException, failure::toString);
        }
        database.transactions.inNew(() -> storage.append(Events.any(A, 1)));
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
    void a_deadlock_is_contention_and_the_next_try_succeeds() {
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        CompletableFuture<Boolean> concurrent =
                CompletableFuture.supplyAsync(() -> appendsBoth(A, B, bothHoldOne));
        boolean other = appendsBoth(B, A, bothHoldOne);
        boolean one = concurrent.join();
        assertFalse(one && other, "both appended");
        assertTrue(one || appendsBoth(A, B, bothHoldOne));
        assertTrue(other || appendsBoth(B, A, bothHoldOne));
        assertEquals(2, length(A));
        assertEquals(2, length(B));
    }

    @Test
    void a_clock_that_is_set_back_changes_no_order() {
        database.transactions.inNew(() -> storage.append(Events.any(A, 2)));
        database.execute("UPDATE es_event SET time = '2900-01-01 00:00:00' WHERE version = 1");
        List<StoredEvent> stream = storage.readStream(A, 0, 100).events();
        assertTrue(stream.get(0).time().isAfter(stream.get(1).time()));
        assertEquals(List.of(1L, 2L), versions(stream));
        while (storage.settledUpTo().waiting()) {
            // until all have their positions
        }
        List<StoredEvent> journal =
                storage.read(0, Long.MAX_VALUE, EventFilter.all(), 100).events();
        assertEquals(List.of(1L, 2L), versions(journal));
        assertEquals(stream.get(0).time(), journal.get(0).time());
    }

    @Test
    void a_payload_above_the_limit_that_is_set_is_refused_and_nothing_is_stored() {
        try (JournalStorage limited =
                database.journal(StorageSettings.defaults().withMaxPayload(1_000))) {
            database.transactions.inNew(() -> limited.append(sized(1_000)));
            EventSourcingException failure =
                    assertThrows(
                            EventSourcingException.class,
                            () ->
                                    database.transactions.inNew(
                                            () -> limited.append(sized(1_000, 1_001))));
            assertFalse(failure instanceof RetryableException, failure::toString);
            assertTrue(
                    failure.getMessage().contains("has 1001 bytes, the limit is 1000"),
                    failure.getMessage());
        }
        assertEquals(1, length(A));
    }

    private static List<StreamAppend> sized(int... sizes) {
        List<NewEvent> events =
                IntStream.of(sizes).mapToObj(size -> Events.event(new byte[size])).toList();
        return List.of(new StreamAppend(A, ExpectedVersion.any(), events, Metadata.empty()));
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
        database.reconnect();
        assertEquals(0, length(A));
        assertEquals(0, length(B));
        database.transactions.inNew(() -> storage.append(Events.any(A, 1)));
        assertEquals(1, length(A));
    }

    private static List<Long> versions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::version).toList();
    }

    final int length(StreamId stream) {
        return storage.readStream(stream, 0, 100).events().size();
    }

    private void loseConnection() {
        List<?> ids = database.em.createNativeQuery(connection()).getResultList();
        database.execute(end().formatted(ids.get(0)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
