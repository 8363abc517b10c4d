package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.List;

/** H2: a taken version is seen by the insert itself, or, in a race, by the unique constraint. */
final class H2 implements Numbering {

    private static final String NOT_TAKEN =
            """
            NOT EXISTS (SELECT 1 FROM es_event t
                WHERE t.category = ?1 AND t.stream_id = ?2 AND t.version = CAST(?3 AS bigint) + 1)""";
    private static final String PREDECESSOR_EXISTS =
            """
            EXISTS (SELECT 1 FROM es_event p
                WHERE p.category = ?1 AND p.stream_id = ?2 AND p.version = CAST(?3 AS bigint)) AND\s""";

    private static final String ISOLATION =
            "SELECT isolation_level FROM information_schema.sessions WHERE session_id = session_id()";

    /**
     * A killed H2 may come back with its sequence behind the numbers it has given; one given again
     * would be refused as if a version were taken.
     */
    private static final String IS_SET_BACK =
            """
            SELECT count(*) FROM information_schema.columns
            WHERE table_schema = current_schema AND lower(table_name) = 'es_event' AND lower(column_name) = 'seq'
                AND identity_base <= (SELECT max(seq) FROM es_event)""";

    private static final String GO_ON_AFTER_THE_LAST =
            "ALTER TABLE es_event ALTER COLUMN seq RESTART WITH (SELECT coalesce(max(seq), 0) + 1 FROM es_event)";

    private static final String NUMBER_RUN =
            """
            UPDATE es_event SET position = seq + CAST(?1 AS bigint)
            WHERE seq BETWEEN CAST(?2 AS bigint) AND CAST(?3 AS bigint) AND position IS NULL""";

    private static final String UNIQUE_VIOLATION = "23505";

    private final Inserts unguarded = new Inserts(NOT_TAKEN, "");
    private final Inserts guarded = new Inserts(PREDECESSOR_EXISTS + NOT_TAKEN, "");

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public String countJournalTables() {
        return """
            SELECT count(*) FROM information_schema.tables
            WHERE table_schema = current_schema AND lower(table_name) = 'es_journal'""";
    }

    @Override
    public String insert(int rows, boolean guarded) {
        return (guarded ? this.guarded : unguarded).of(rows);
    }

    @Override
    public String since() {
        return "time >= DATEADD(MICROSECOND, CAST(?1 AS bigint), TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00')";
    }

    @Override
    public Taken taken(RuntimeException failure) {
        return Failures.states(failure).contains(UNIQUE_VIOLATION)
                ? Taken.VERSION_OR_ID
                : Taken.NOTHING;
    }

    private static void checkWritable(Sql sql, Transactions transactions) {
        if (Boolean.TRUE.equals(transactions.inNew(() -> sql.rows("SELECT readonly()")).get(0))) {
            throw new EventSourcingException(
                    "Could not open the journal: the database is read-only. Remove ACCESS_MODE_DATA=r from the data source's URL, and see that the database's file may be written");
        }
    }

    @Override
    public Positions open(Sql sql, Transactions transactions, StorageSettings settings) {
        checkWritable(sql, transactions);
        Object isolation = transactions.inNew(() -> sql.rows(ISOLATION)).get(0);
        if (!"READ COMMITTED".equals(isolation)) { // what is not committed must not be numbered
            throw new EventSourcingException(
                    "Could not open the journal: expected transaction isolation READ COMMITTED, found %s. Set the data source's isolation to read committed"
                            .formatted(isolation));
        }
        if (transactions.inNew(() -> sql.count(IS_SET_BACK)) > 0) {
            transactions.inNew(() -> sql.update(GO_ON_AFTER_THE_LAST));
        }
        Positions positions =
                new NumberAfterCommit(sql, transactions, this, settings.leaseDuration());
        positions.settledUpTo(); // fails at the start if a column or an index is missing
        return positions;
    }

    @Override
    public String clock(Duration ahead) {
        return "DATEADD(MILLISECOND, %d, current_timestamp(6))".formatted(ahead.toMillis());
    }

    @Override
    public String useIndex() {
        return "USE INDEX";
    }

    /** One statement for each run of seqs without holes, in which no other event can be. */
    @Override
    public int number(Sql sql, List<Long> seqs, long head) {
        int numbered = 0;
        for (int from = 0; from < seqs.size(); ) {
            long first = seqs.get(from);
            int to = from + 1;
            while (to < seqs.size() && seqs.get(to) == first + to - from) {
                to++;
            }
            numbered += sql.update(NUMBER_RUN, head + 1 + from - first, first, seqs.get(to - 1));
            from = to;
        }
        return numbered;
    }
}
