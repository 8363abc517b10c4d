package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.Settled;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(300)
class SequenceWithProofTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(PostgresServer::create, PersistenceProviders.HIBERNATE);

    private final TestDatabase database = JOURNAL.database();
    private final SequenceWithProof positions = positions();

    @BeforeEach
    void begin_with_a_settled_journal() {
        long head = ParkedWriter.commitOne(database);
        assertEquals(new Settled(head, false), positions.settledUpTo());
    }

    @Test
    void waits_below_a_hole_while_its_writer_is_alive() {
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            long above = ParkedWriter.commitOne(database);
            Settled below = new Settled(parked.position - 1, true);
            assertEquals(below, positions.settledUpTo());
            assertEquals(below, positions.settledUpTo());
            parked.commit();
            assertEquals(new Settled(above, false), positions.settledUpTo());
            assertEquals(List.of(parked.position, above), read(below.position(), above));
        }
    }

    @Test
    void passes_a_hole_when_its_writer_has_rolled_back() {
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            long above = ParkedWriter.commitOne(database);
            assertTrue(positions.settledUpTo().waiting());
            parked.rollBack();
            assertEquals(new Settled(above, false), positions.settledUpTo());
            assertEquals(List.of(above), read(parked.position - 1, above));
        }
    }

    @Test
    void passes_a_hole_at_once_when_no_writer_is_left() {
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            parked.rollBack();
        }
        long above = ParkedWriter.commitOne(database);
        assertEquals(new Settled(above, false), positions.settledUpTo());
    }

    @Test
    void does_not_wait_for_writers_when_there_is_no_hole() {
        long head = ParkedWriter.commitOne(database);
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            assertTrue(parked.position > head);
            assertEquals(new Settled(head, false), positions.settledUpTo());
        }
    }

    @Test
    void moves_up_to_just_below_the_first_hole() {
        long one = ParkedWriter.commitOne(database);
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            ParkedWriter.commitOne(database);
            assertEquals(new Settled(one, true), positions.settledUpTo());
        }
    }

    @Test
    void moves_up_to_just_below_a_hole_that_is_thousands_of_events_away() {
        database.execute(
                """
                INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
                SELECT 'many', gen_random_uuid(), 1, gen_random_uuid(), 'thing-done', 1, ''
                FROM generate_series(1, 2500)""");
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            ParkedWriter.commitOne(database);
            assertEquals(new Settled(parked.position - 1, true), positions.settledUpTo());
        }
    }

    @Test
    void moves_on_when_the_first_of_two_holes_is_filled() {
        try (ParkedWriter first = ParkedWriter.begin(database)) {
            long between = ParkedWriter.commitOne(database);
            try (ParkedWriter second = ParkedWriter.begin(database)) {
                ParkedWriter.commitOne(database);
                assertEquals(new Settled(first.position - 1, true), positions.settledUpTo());
                first.commit();
                assertEquals(new Settled(between, true), positions.settledUpTo());
            }
        }
    }

    @Test
    void a_proof_says_nothing_about_holes_above_the_position_it_began_with() {
        try (ParkedWriter early = ParkedWriter.begin(database)) {
            long bound = ParkedWriter.commitOne(database);
            assertTrue(positions.settledUpTo().waiting());
            try (ParkedWriter late = ParkedWriter.begin(database)) {
                long above = ParkedWriter.commitOne(database);
                early.rollBack();
                assertEquals(new Settled(bound, true), positions.settledUpTo());
                late.commit();
                assertEquals(new Settled(above, false), positions.settledUpTo());
                assertEquals(List.of(late.position, above), read(bound, above));
            }
        }
    }

    @Test
    void waits_only_for_the_writers_that_were_there_when_the_proof_began() {
        try (ParkedWriter early = ParkedWriter.begin(database)) {
            long bound = ParkedWriter.commitOne(database);
            assertTrue(positions.settledUpTo().waiting());
            try (ParkedWriter late = ParkedWriter.begin(database)) {
                early.rollBack();
                assertTrue(late.position > bound);
                assertEquals(new Settled(bound, false), positions.settledUpTo());
            }
        }
    }

    @Test
    void waits_for_a_prepared_transaction_and_then_reads_its_event() {
        try (ParkedWriter prepared = ParkedWriter.begin(database)) {
            long above = ParkedWriter.commitOne(database);
            Settled below = new Settled(prepared.position - 1, true);
            assertEquals(below, positions.settledUpTo());
            prepared.prepare("remembered");
            assertEquals(below, positions.settledUpTo());
            database.execute("COMMIT PREPARED 'remembered'");
            assertEquals(new Settled(above, false), positions.settledUpTo());
            assertEquals(List.of(prepared.position, above), read(below.position(), above));
        }
    }

    @Test
    void waits_for_a_transaction_that_was_prepared_before_it_was_seen() {
        try (ParkedWriter prepared = ParkedWriter.begin(database)) {
            prepared.prepare("unseen");
            long above = ParkedWriter.commitOne(database);
            assertEquals(new Settled(prepared.position - 1, true), positions.settledUpTo());
            database.execute("ROLLBACK PREPARED 'unseen'");
            assertEquals(new Settled(above, false), positions.settledUpTo());
        }
    }

    @Test
    void proves_what_was_stored_before_its_start() {
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            long above = ParkedWriter.commitOne(database);
            SequenceWithProof restarted = positions();
            assertTrue(restarted.settledUpTo().position() < parked.position);
            assertTrue(restarted.settledUpTo().waiting());
            parked.commit();
            assertEquals(new Settled(above, false), restarted.settledUpTo());
        }
    }

    @Test
    void waits_for_an_event_under_a_savepoint() {
        try (ParkedWriter parked = ParkedWriter.begin(database, "SAVEPOINT one")) {
            long above = ParkedWriter.commitOne(database);
            Settled below = new Settled(parked.position - 1, true);
            assertEquals(below, positions.settledUpTo());
            parked.execute("RELEASE SAVEPOINT one");
            assertEquals(below, positions.settledUpTo());
            parked.commit();
            assertEquals(new Settled(above, false), positions.settledUpTo());
            assertEquals(List.of(parked.position, above), read(below.position(), above));
        }
    }

    @Test
    void passes_the_hole_of_a_savepoint_while_its_transaction_goes_on() {
        try (ParkedWriter parked = ParkedWriter.begin(database, "SAVEPOINT one")) {
            long above = ParkedWriter.commitOne(database);
            assertTrue(positions.settledUpTo().waiting());
            parked.execute("ROLLBACK TO SAVEPOINT one");
            assertEquals(new Settled(above, false), positions.settledUpTo());
        }
    }

    @Test
    void waits_for_an_event_that_follows_a_savepoint_rolled_back() {
        try (ParkedWriter parked = ParkedWriter.begin(database, "SAVEPOINT one")) {
            parked.execute("ROLLBACK TO SAVEPOINT one");
            long again = parked.insert();
            long above = ParkedWriter.commitOne(database);
            Settled below = new Settled(parked.position - 1, true);
            assertEquals(below, positions.settledUpTo());
            parked.commit();
            assertEquals(new Settled(above, false), positions.settledUpTo());
            assertEquals(List.of(again, above), read(below.position(), above));
        }
    }

    @Test
    void waits_for_a_serializable_transaction_that_wrote_elsewhere_first() {
        database.createCustomers();
        try (ParkedWriter parked =
                ParkedWriter.begin(
                        database,
                        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                        "INSERT INTO customer (id) VALUES ('serializable')")) {
            long above = ParkedWriter.commitOne(database);
            Settled below = new Settled(parked.position - 1, true);
            assertEquals(below, positions.settledUpTo());
            parked.commit();
            assertEquals(new Settled(above, false), positions.settledUpTo());
            assertEquals(List.of(parked.position, above), read(below.position(), above));
        }
    }

    @Test
    void passes_the_hole_of_a_writer_that_the_server_has_thrown_out_for_being_idle() {
        try (ParkedWriter idle = ParkedWriter.begin(database)) {
            idle.execute("SET idle_in_transaction_session_timeout = '300ms'"); // it idles from now
            long above = ParkedWriter.commitOne(database);
            Settled settled = positions.settledUpTo();
            while (settled.waiting()) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                settled = positions.settledUpTo();
            }
            assertEquals(new Settled(above, false), settled);
            assertEquals(List.of(above), read(idle.position - 1, above));
        }
    }

    @Test
    void does_not_wait_for_transactions_that_never_write_to_the_journal() throws SQLException {
        try (Unrelated unrelated = Unrelated.park(database)) {
            try (ParkedWriter parked = ParkedWriter.begin(database)) {
                parked.rollBack();
            }
            long above = ParkedWriter.commitOne(database);
            assertEquals(new Settled(above, false), positions.settledUpTo());
            assertTrue(unrelated.areParked());
        }
    }

    @Test
    void refuses_to_follow_a_journal_that_has_gone_back_in_time() {
        long lost = ParkedWriter.commitOne(database);
        assertEquals(lost, positions.settledUpTo().position());
        database.execute("DELETE FROM es_event WHERE position = " + lost);
        EventSourcingException refusal =
                assertThrows(EventSourcingException.class, positions::settledUpTo);
        assertTrue(refusal.getMessage().contains("gone back in time"), refusal.getMessage());
    }

    private SequenceWithProof positions() {
        return new SequenceWithProof(new Sql(database.em), database.transactions);
    }

    private static List<Long> read(long after, long upTo) {
        return JOURNAL.storage().read(after, upTo, EventFilter.all(), 100).events().stream()
                .map(event -> event.position())
                .toList();
    }
}
