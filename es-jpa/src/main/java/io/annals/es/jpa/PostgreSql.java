package io.annals.es.jpa;

import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.Transactions;
import io.annals.es.spi.WakeUps;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * PostgreSQL: a taken version makes the insert store fewer rows, without an error; a taken event id
 * is an error.
 */
final class PostgreSql implements Database {

    private static final String PREDECESSOR_EXISTS =
            "EXISTS (SELECT 1 FROM es_event p WHERE p.category = ?1 AND p.stream_id = ?2 AND p.version = ?3)";
    private static final String SKIP_TAKEN =
            "ON CONFLICT (category, stream_id, version) DO NOTHING";

    /**
     * A lock of the row would be written to disk by each append, and those that share it would let
     * nobody else have it.
     */
    private static final String LOCK_CONSUMER =
            """
            SELECT (SELECT count(*) FROM es_consumer c WHERE c.name = ?1)
            FROM pg_advisory_xact_lock%s(hashtextextended(concat(current_schema(), '.es_consumer.', CAST(?1 AS varchar)), 0))""";

    /** Whoever inserted the key as well would wait for the first one's commit without end. */
    private static final String CREATE_LEASE =
            """
            INSERT INTO es_lease (name, owner, epoch, expires) SELECT ?1, ?2, 0, %s
            FROM pg_try_advisory_xact_lock(hashtextextended(concat(current_schema(), '.es_lease.', CAST(?1 AS varchar)), 0)) AS free
            WHERE free""";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String ID = "es_event_id";
    private static final String POSITION = "es_event_position";

    private final Inserts unguarded = new Inserts("", SKIP_TAKEN);
    private final Inserts guarded = new Inserts(PREDECESSOR_EXISTS, SKIP_TAKEN);

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String countJournalTables() {
        return "SELECT count(*) FROM pg_class WHERE oid = to_regclass('es_journal')";
    }

    @Override
    public String insert(int rows, boolean guarded) {
        return (guarded ? this.guarded : unguarded).of(rows);
    }

    @Override
    public String since() {
        return "time >= timestamptz '1970-01-01 00:00:00+00' + ?1 * interval '1 microsecond'";
    }

    @Override
    public Taken taken(RuntimeException failure) {
        if (!Failures.states(failure).contains(UNIQUE_VIOLATION)) {
            return Taken.NOTHING;
        }
        return switch (ViolatedConstraint.of(failure).orElse(ID)) {
            case ID -> Taken.ID;
            case POSITION -> Taken.POSITION;
            default -> Taken.NOTHING; // of a table that a trigger writes
        };
    }

    @Override
    public WakeUps wakeUps(
            Sql sql, Transactions transactions, Runnable wake, ThreadFactory threads) {
        return ListenNotify.start(sql, transactions, wake, threads);
    }

    @Override
    public String shareConsumer() {
        return LOCK_CONSUMER.formatted("_shared");
    }

    @Override
    public String lockConsumer() {
        return LOCK_CONSUMER.formatted("");
    }

    @Override
    public String clock(Duration ahead) {
        return "(clock_timestamp() + interval '%d microseconds')"
                .formatted(ahead.toNanos() / 1_000);
    }

    @Override
    public String createLease() {
        return CREATE_LEASE.formatted(clock(Duration.ZERO));
    }

    @Override
    public Positions open(Sql sql, Transactions transactions, StorageSettings settings) {
        SequenceChecks.check(sql, transactions);
        return new SequenceWithProof(sql, transactions);
    }
}
