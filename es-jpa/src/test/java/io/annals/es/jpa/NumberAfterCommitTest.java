package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.StoredEvent;
import io.annals.testing.Login;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class NumberAfterCommitTest {

    static final StreamId A = new StreamId("numbered", "a");
    static final StreamId B = new StreamId("numbered", "b");

    TestDatabase database;
    JournalStorage storage;

    /** Where a new, empty database is. */
    abstract Login login();

    /** The beginning of an insert that says itself what {@code seq} is. */
    abstract String insertWithSeq();

    @BeforeEach
    void open() {
        database = new TestDatabase(login());
        storage = node();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_empty_journal_is_settled_at_nothing() {
        assertEquals(new Settled(0, false), storage.settledUpTo());
    }

    @Test
    void committed_events_get_consecutive_positions_in_batches() {
        append(A, 1_700);
        append(B, 800);
        assertEquals(new Settled(1_000, true, true), storage.settledUpTo());
        assertEquals(new Settled(2_000, true, true), storage.settledUpTo());
        assertEquals(new Settled(2_500, false), storage.settledUpTo());
        List<StoredEvent> all = storage.read(0, 2_500, EventFilter.all(), 3_000).events();
        assertEquals(
                LongStream.rangeClosed(1, 2_500).boxed().toList(),
                all.stream().map(StoredEvent::position).toList());
        assertEquals(
                LongStream.rangeClosed(1, 1_700).boxed().toList(),
                all.stream()
                        .filter(event -> event.stream().equals(A))
                        .map(StoredEvent::version)
                        .toList());
    }

    @Test
    void events_without_a_position_are_counted_on_every_node_until_they_have_one() {
        JournalStorage follower = node();
        append(A, 1_200);
        for (JournalStorage node : List.of(storage, follower)) {
            assertEquals(1_200, node.pending(2_000));
            assertEquals(7, node.pending(7));
        }
        assertEquals(new Settled(1_000, true, true), storage.settledUpTo());
        assertEquals(200, follower.pending(2_000));
        assertEquals(new Settled(1_200, false), storage.settledUpTo());
        assertEquals(0, follower.pending(2_000));
    }

    @Test
    void an_append_waits_a_while_for_a_sequencer_that_is_far_behind_and_is_stored_then() {
        JournalStorage follower = node();
        append(A, 10_100);
        assertEquals(new Settled(0, true), follower.settledUpTo());
        long start = System.nanoTime();
        database.transactions.inNew(() -> follower.append(Events.any(B, 50)));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(50).toNanos());
        assertEquals(50, follower.readStream(B, 0, 100).events().size());
    }

    @Test
    void an_event_has_no_position_before_it_is_numbered() {
        append(A, 1);
        assertEquals(0, storage.readStream(A, 0, 1).events().get(0).position());
        storage.settledUpTo();
        assertEquals(1, storage.readStream(A, 0, 1).events().get(0).position());
    }

    @Test
    void an_open_transaction_delays_nobody_and_is_numbered_after_its_commit() {
        try (OtherTransaction other = new OtherTransaction(database, storage, A)) {
            other.append();
            append(B, 1);
            assertEquals(new Settled(1, false), storage.settledUpTo());
        }
        append(A, 1);
        assertEquals(new Settled(2, false), storage.settledUpTo());
        assertEquals(
                List.of(B, A),
                storage.read(0, 2, EventFilter.all(), 10).events().stream()
                        .map(StoredEvent::stream)
                        .toList());
    }

    @Test
    void an_open_transaction_does_not_hold_up_the_numbering_of_the_event_it_builds_on() {
        append(A, 1);
        try (OtherTransaction other = new OtherTransaction(database, storage, A)) {
            other.append(ExpectedVersion.exactly(1));
            assertEquals(new Settled(1, false), storage.settledUpTo());
        }
    }

    @Test
    void an_event_is_never_numbered_before_its_predecessor() {
        insert(1, A, 2);
        insert(2, A, 3);
        insert(3, B, 1);
        insert(4, A, 1);
        assertEquals(new Settled(2, true, true), storage.settledUpTo());
        assertEquals(new Settled(4, false), storage.settledUpTo());
        assertEquals(
                List.of("b1", "a1", "a2", "a3"),
                storage.read(0, 4, EventFilter.all(), 10).events().stream()
                        .map(event -> event.stream().id() + event.version())
                        .toList());
    }

    @Test
    void an_event_of_a_later_batch_is_never_numbered_before_its_predecessor() {
        insert(1, A, 2);
        IntStream.rangeClosed(2, 1_000).forEach(seq -> insert(seq, B, seq - 1));
        insert(1_001, A, 1);
        assertTrue(storage.settledUpTo().waiting());
        while (storage.settledUpTo().waiting()) {
            // until all are numbered
        }
        List<StoredEvent> a = storage.readStream(A, 0, 10).events();
        assertTrue(a.get(0).position() < a.get(1).position(), a::toString);
    }

    @Test
    void refuses_to_number_in_a_journal_that_has_gone_back_in_time() {
        append(A, 2);
        assertEquals(new Settled(2, false), storage.settledUpTo());
        database.execute("DELETE FROM es_event WHERE position = 2");
        append(B, 1);
        for (int tries = 0; tries < 2; tries++) {
            EventSourcingException refusal =
                    assertThrows(EventSourcingException.class, storage::settledUpTo);
            assertTrue(refusal.getMessage().contains("gone back in time"), refusal.getMessage());
        }
        assertEquals(0, storage.readStream(B, 0, 1).events().get(0).position());
    }

    /** The first one is the sequencer, and stays it however busy the machine is. */
    private JournalStorage node() {
        return database.journal(
                StorageSettings.defaults()
                        .withCreateSchema(true)
                        .withLeaseDuration(Duration.ofHours(1)));
    }

    final void append(StreamId stream, int count) {
        database.transactions.inNew(() -> storage.append(Events.any(stream, count)));
    }

    /** Inserts in an order in which the journal itself never would. */
    private void insert(int seq, StreamId stream, int version) {
        database.execute(
                "%s VALUES (%d, '%s', '%s', %d, '%s', 't', 1, X'00')"
                        .formatted(
                                insertWithSeq(),
                                seq,
                                stream.category(),
                                stream.id(),
                                version,
                                UUID.randomUUID()));
    }
}
