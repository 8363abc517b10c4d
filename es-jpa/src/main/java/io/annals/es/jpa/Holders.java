package io.annals.es.jpa;

import io.annals.es.spi.Holder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that may have drawn a position and not finished: those holding the lock that an
 * insert into {@code es_event} takes before it draws, and keeps until after its commit is visible.
 * Prepared transactions are among them.
 *
 * @param serverStart when the server started; ids of transactions mean something only under the
 *     same start
 * @param transactions their virtual transaction ids
 */
record Holders(String serverStart, Set<String> transactions) {

    private static final String READ =
            """
            SELECT CAST(extract(epoch FROM pg_postmaster_start_time()) AS varchar), l.virtualtransaction
            FROM (VALUES (1)) server LEFT JOIN pg_locks l
                ON l.locktype = 'relation' AND l.mode = 'RowExclusiveLock' AND l.granted
                AND l.relation = CAST('es_event' AS regclass)
                AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())""";

    /**
     * Ids of prepared transactions that a server has recovered begin so; they had another id
     * before.
     */
    private static final String RECOVERED = "-1/";

    /** Who they are; the gid is that of a prepared transaction, which has no process. */
    private static final String DESCRIBE =
            """
            SELECT l.virtualtransaction, l.pid, a.application_name, a.usename, host(a.client_addr), a.state,
                CAST(coalesce(a.xact_start, p.prepared) AS varchar), p.gid
            FROM pg_locks l
            LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            LEFT JOIN pg_locks x
                ON l.pid IS NULL AND x.locktype = 'transactionid' AND x.mode = 'ExclusiveLock'
                AND x.virtualtransaction = l.virtualtransaction
            LEFT JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
            WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock' AND l.granted
                AND l.relation = CAST('es_event' AS regclass)
                AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
            ORDER BY 7""";

    Holders {
        transactions = Set.copyOf(transactions);
    }

    static Holders read(Sql sql) {
        List<?> rows = sql.rows(READ);
        return new Holders(
                String.valueOf(((Object[]) rows.get(0))[0]),
                rows.stream()
                        .map(row -> (@Nullable String) ((Object[]) row)[1])
                        .filter(id -> id != null)
                        .collect(Collectors.toSet()));
    }

    /** Each of these that is still there. */
    List<Holder> describe(Sql sql) {
        return sql.rows(DESCRIBE).stream()
                .map(row -> (@Nullable Object[]) row)
                .filter(row -> transactions.contains(String.valueOf(row[0])))
                .map(Holders::describe)
                .distinct()
                .toList();
    }

    private static Holder describe(@Nullable Object[] row) {
        if (row[1] == null) {
            String prepared = "prepared transaction '%s' since %s".formatted(row[7], row[6]);
            return new Holder(prepared, prepared);
        }
        return new Holder(
                "transaction of pid %s since %s".formatted(row[1], row[6]),
                "transaction of pid %s (application '%s', user %s, host %s, %s) since %s"
                        .formatted(row[1], row[2], row[3], row[4], row[5], row[6]));
    }

    boolean isEmpty() {
        return transactions.isEmpty();
    }

    /**
     * Whether ids seen now can be compared with these: no restart, and no recovery after the crash
     * of a process.
     */
    boolean comparableTo(Holders now) {
        return serverStart.equals(now.serverStart)
                && now.transactions.stream()
                        .noneMatch(id -> id.startsWith(RECOVERED) && !transactions.contains(id));
    }

    /** Those of these that are still there. */
    Holders stillAmong(Holders now) {
        Set<String> both = new HashSet<>(transactions);
        both.retainAll(now.transactions);
        return new Holders(serverStart, both);
    }
}
