package io.annals.es.jpa;

import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * MariaDB: the insert fails, and nothing else with it, where a version or an event id is taken, or
 * the version before is missing.
 */
final class MariaDb implements Numbering {

    /**
     * Null, which no version can be, where the version before is missing. A condition on a SELECT
     * would do as well, but hold up every other insert while it waits for one of them.
     */
    private static final String AFTER_PREDECESSOR_ON_MARIADB =
            """
            (SELECT p.version + 1 FROM es_event p
                WHERE p.category = ?1 AND p.stream_id = ?2 AND p.version = ?3)""";

    /** The same, where a table is not to be read by the statement that writes it. */
    private static final String AFTER_PREDECESSOR_ON_MYSQL =
            """
            (SELECT q.version FROM (SELECT p.version + 1 AS version FROM es_event p
                WHERE p.category = ?1 AND p.stream_id = ?2 AND p.version = ?3 LIMIT 1) q)""";

    /** By the primary key alone: any other way would wait for rows that are not committed. */
    private static final String NUMBER =
            """
            UPDATE JSON_TABLE(?1, '$[*]' COLUMNS (place FOR ORDINALITY, seq bigint PATH '$')) AS n
            STRAIGHT_JOIN es_event e FORCE INDEX (PRIMARY) ON e.seq = n.seq
            SET e.position = ?2 + n.place WHERE e.position IS NULL""";

    /** The server ends a transaction that has written and is silent for so many seconds. */
    private static final String LIMIT_SILENCE = "SET @es_silence = @@%1$s, SESSION %1$s = ?1";

    private static final String UNLIMIT_SILENCE = "SET SESSION %s = @es_silence";

    private static final String TAKEN = "23000/1062";
    private static final String MISSING = "23000/1048";

    /** Of one statement, and so nothing to take back. MySQL has no such thing. */
    private static final String WITHOUT_WAITING = "SET STATEMENT innodb_lock_wait_timeout = 0 FOR ";

    private final String name;
    private final String variablesSchema;
    private final String silence;
    private final String withoutWaiting;
    private final RowInserts unguarded = new RowInserts("?3 + 1");
    private final RowInserts guarded;

    private MariaDb(
            String name,
            String variablesSchema,
            String silence,
            String withoutWaiting,
            String afterPredecessor) {
        this.name = name;
        this.variablesSchema = variablesSchema;
        this.silence = silence;
        this.withoutWaiting = withoutWaiting;
        this.guarded = new RowInserts(afterPredecessor);
    }

    static MariaDb mariaDb() {
        return new MariaDb(
                "mariadb",
                "information_schema",
                "idle_write_transaction_timeout",
                WITHOUT_WAITING,
                AFTER_PREDECESSOR_ON_MARIADB);
    }

    /** MySQL 8, of whose dialect nothing has been tested on a MySQL server. */
    static MariaDb mySql() {
        return new MariaDb(
                "mysql", "performance_schema", "wait_timeout", "", AFTER_PREDECESSOR_ON_MYSQL);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String countJournalTables() {
        return """
            SELECT count(*) FROM information_schema.tables
            WHERE table_schema = database() AND table_name = 'es_journal'""";
    }

    @Override
    public String insert(int rows, boolean guarded) {
        return (guarded ? this.guarded : unguarded).of(rows);
    }

    @Override
    public String time() {
        return "CAST(time AS char)";
    }

    @Override
    public Object id(UUID eventId) {
        return eventId.toString();
    }

    @Override
    public String since() {
        return micros("time") + " >= CAST(?1 AS signed)";
    }

    @Override
    public Taken taken(RuntimeException failure) {
        Set<String> states = Failures.states(failure);
        return states.contains(TAKEN) || states.contains(MISSING)
                ? Taken.VERSION_OR_ID
                : Taken.NOTHING;
    }

    @Override
    public Positions open(Sql sql, Transactions transactions, StorageSettings settings) {
        MariaDbChecks.check(sql, transactions, variablesSchema);
        Positions positions =
                new NumberAfterCommit(sql, transactions, this, settings.leaseDuration());
        positions.settledUpTo(); // fails at the start if a column or an index is missing
        return positions;
    }

    @Override
    public String shareConsumer() {
        return "SELECT 1 FROM es_consumer WHERE name = ?1 LOCK IN SHARE MODE";
    }

    @Override
    public String clock(Duration ahead) {
        return "(UTC_TIMESTAMP(6) + INTERVAL %d MICROSECOND)".formatted(ahead.toNanos() / 1_000);
    }

    @Override
    public String micros(String time) {
        return "timestampdiff(MICROSECOND, '1970-01-01', %s)".formatted(time);
    }

    @Override
    public String createLease() {
        return withoutWaiting + Numbering.super.createLease();
    }

    @Override
    public int number(Sql sql, List<Long> seqs, long head) {
        return sql.update(NUMBER, seqs.toString(), head);
    }

    @Override
    public <T> T limited(Sql sql, Duration longest, Supplier<T> statements) {
        sql.update(LIMIT_SILENCE.formatted(silence), Math.max(1, longest.toSeconds()));
        T result;
        try {
            result = statements.get();
        } catch (RuntimeException e) {
            try {
                sql.update(UNLIMIT_SILENCE.formatted(silence));
            } catch (RuntimeException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
        sql.update(UNLIMIT_SILENCE.formatted(silence));
        return result;
    }
}
