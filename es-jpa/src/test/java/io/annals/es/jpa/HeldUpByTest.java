package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.spi.Holder;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom a journal on PostgreSQL says it waits for. */
class HeldUpByTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(PostgresServer::create, PersistenceProviders.HIBERNATE);

    private final TestDatabase database = JOURNAL.database();
    private final SequenceWithProof positions =
            new SequenceWithProof(new Sql(database.em), database.transactions);

    @BeforeEach
    void begin_with_a_settled_journal() {
        ParkedWriter.commitOne(database);
        positions.settledUpTo();
        assertEquals(List.of(), positions.heldUpBy());
    }

    @Test
    void
            tells_the_process_and_the_time_of_a_writer_it_waits_for_and_to_operators_the_application() {
        try (ParkedWriter parked = ParkedWriter.begin(database)) {
            parked.execute("SET application_name = 'the till'");
            ParkedWriter.commitOne(database);
            assertTrue(positions.settledUpTo().waiting());
            List<Holder> holders = positions.heldUpBy();
            assertEquals(1, holders.size(), holders::toString);
            String pid = parked.query("SELECT pg_backend_pid()");
            String since = parked.query("SELECT CAST(now() AS varchar)");
            assertEquals(
                    "transaction of pid %s since %s".formatted(pid, since), holders.get(0).name());
            String description = holders.get(0).description();
            assertTrue(description.contains("pid " + pid), description);
            assertTrue(description.contains("application 'the till'"), description);
            assertTrue(description.endsWith("since " + since), description);
            parked.rollBack();
            positions.settledUpTo();
            assertEquals(List.of(), positions.heldUpBy());
        }
    }

    @Test
    void tells_the_name_of_a_prepared_transaction_it_waits_for() {
        try (ParkedWriter prepared = ParkedWriter.begin(database)) {
            prepared.prepare("forgotten");
            ParkedWriter.commitOne(database);
            assertTrue(positions.settledUpTo().waiting());
            List<Holder> holders = positions.heldUpBy();
            database.execute("ROLLBACK PREPARED 'forgotten'");
            assertEquals(1, holders.size(), holders::toString);
            assertTrue(
                    holders.get(0).name().startsWith("prepared transaction 'forgotten' since 2"),
                    holders::toString);
            assertEquals(holders.get(0).name(), holders.get(0).description());
        }
    }

    @Test
    void does_not_tell_of_writers_it_does_not_wait_for() {
        try (ParkedWriter early = ParkedWriter.begin(database)) {
            ParkedWriter.commitOne(database);
            assertTrue(positions.settledUpTo().waiting());
            try (ParkedWriter late = ParkedWriter.begin(database)) {
                String pid = early.query("SELECT pg_backend_pid()");
                assertTrue(late.position > early.position);
                List<Holder> holders = positions.heldUpBy();
                assertEquals(1, holders.size(), holders::toString);
                assertTrue(holders.get(0).name().contains("pid " + pid), holders::toString);
            }
        }
    }
}
