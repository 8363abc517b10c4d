package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Transactions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, at start, servers and tables on which {@link SequenceWithProof} would not prove
 * anything.
 */
final class SequenceChecks {

    private static final String SERVER =
            """
            SELECT CAST(pg_is_in_recovery() AS integer), current_setting('transaction_isolation'),
                current_setting('transaction_read_only')""";
    private static final String SEQUENCE =
            """
            SELECT s.seqcache, CAST(s.seqcycle AS integer), s.seqincrement, pg_sequence_last_value(s.seqrelid),
                (SELECT max(position) FROM es_event)
            FROM pg_sequence s WHERE s.seqrelid = CAST(pg_get_serial_sequence('es_event', 'position') AS regclass)""";
    private static final String TAKE_WRITERS_LOCK = "LOCK TABLE es_event IN ROW EXCLUSIVE MODE";
    private static final String OWN_TRANSACTION =
            "SELECT virtualtransaction FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'virtualxid' AND granted";

    private final Sql sql;
    private final Transactions transactions;

    private SequenceChecks(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    static void check(Sql sql, Transactions transactions) {
        SequenceChecks checks = new SequenceChecks(sql, transactions);
        checks.checkServer();
        checks.checkSequence();
        checks.checkWritersAreSeen();
    }

    private void checkServer() {
        @Nullable Object[] server = transactions.inNew(() -> sql.row(SERVER));
        if (Sql.number(server[0]) != 0) {
            throw refusal(
                    "this PostgreSQL server is a replica, where the locks of writers are not seen",
                    "Point the data source to the primary");
        }
        if (!"read committed".equals(server[1])) {
            throw refusal(
                    "expected transaction isolation read committed, found " + server[1],
                    "Set the data source's isolation to read committed");
        }
        if (!"off".equals(server[2])) {
            throw refusal(
                    "expected transactions that may write, found transaction_read_only "
                            + server[2],
                    "Set default_transaction_read_only to off for the database and its user, and see that the data source is not read-only");
        }
    }

    private void checkSequence() {
        List<?> found = transactions.inNew(() -> sql.rows(SEQUENCE));
        if (found.isEmpty()) {
            throw refusal(
                    "column es_event.position is not an identity column",
                    "Create the table by the script in the es-jpa jar, not by the persistence provider");
        }
        @Nullable Object[] sequence = (Object[]) found.get(0);
        if (Sql.number(sequence[0]) != 1
                || Sql.number(sequence[1]) != 0
                || Sql.number(sequence[2]) < 1) {
            throw refusal(
                    "the sequence of es_event.position has cache %s, increment %s and %s; positions would not be drawn in order"
                            .formatted(
                                    sequence[0],
                                    sequence[2],
                                    Sql.number(sequence[1]) == 0 ? "no cycle" : "a cycle"),
                    "Run: ALTER TABLE es_event ALTER COLUMN position SET CACHE 1 SET NO CYCLE SET INCREMENT BY 1");
        }
        long last = Sql.number(sequence[3]);
        long head = Sql.number(sequence[4]);
        if (last < head) {
            throw refusal(
                    "the sequence of es_event.position is at %d, behind the journal's last position %d"
                            .formatted(last, head),
                    "Check that the user may read the sequence; if it was set back, set it to the last position by setval");
        }
    }

    private void checkWritersAreSeen() {
        boolean seen =
                transactions.inNew(
                        () -> {
                            sql.update(TAKE_WRITERS_LOCK);
                            Object own = sql.rows(OWN_TRANSACTION).get(0);
                            return transactions
                                    .inNew(() -> Holders.read(sql))
                                    .transactions()
                                    .contains(own);
                        });
        if (!seen) {
            throw refusal(
                    "a transaction that holds the lock of a writer is not seen in pg_locks",
                    "Use a PostgreSQL server whose pg_locks shows all transactions, without a proxy that spreads connections over servers");
        }
    }

    private static EventSourcingException refusal(String found, String wayOut) {
        return new EventSourcingException(
                "Could not open the journal: %s. %s".formatted(found, wayOut));
    }
}
