package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A journal that is new and grows fast: its planner knows nothing of it yet. */
@Timeout(300)
class WithoutStatisticsTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(PostgresServer::create, PersistenceProviders.HIBERNATE);

    private static final String FILL =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
            SELECT 'many', gen_random_uuid(), 1, gen_random_uuid(), 'thing-done', 1, CAST(repeat('x', 300) AS bytea)
            FROM generate_series(1, 5000)""";
    private static final String SCANS =
            "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'es_event'";
    private static final int LATEST = 20;

    private final TestDatabase database = JOURNAL.database();
    private final JournalStorage storage = JOURNAL.storage();

    @BeforeEach
    void fill_the_journal_and_let_nobody_analyse_it() {
        database.execute("ALTER TABLE es_event SET (autovacuum_enabled = false)");
        database.execute(FILL);
    }

    @Test
    void the_question_how_far_the_journal_is_settled_scans_no_table() {
        long head = storage.settledUpTo().position();
        List<?> plan =
                database.transactions.inNew(
                        () ->
                                database.em
                                        .createNativeQuery("EXPLAIN " + SequenceWithProof.LOOK)
                                        .setParameter(1, head - LATEST)
                                        .getResultList());
        assertTrue(plan.toString().contains("es_event_position"), plan::toString);
        assertFalse(plan.toString().contains("Seq Scan"), plan::toString);
    }

    @Test
    void a_reader_close_to_the_head_scans_no_table() {
        long head = storage.settledUpTo().position();
        database.transactions.inNew(
                () -> {
                    long scansBefore = scans(); // of this connection
                    assertEquals(
                            LATEST,
                            storage.read(head - LATEST, head, EventFilter.all(), 1_000)
                                    .events()
                                    .size());
                    assertEquals(scansBefore, scans());
                    return true;
                });
    }

    private long scans() {
        return Sql.number(database.em.createNativeQuery(SCANS).getSingleResult());
    }
}
