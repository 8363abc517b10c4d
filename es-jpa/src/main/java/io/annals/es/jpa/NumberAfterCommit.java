package io.annals.es.jpa;

import io.annals.es.spi.Settled;
import io.annals.es.spi.Transactions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives committed events consecutive positions, in batches, in the order of their insertion.
 *
 * <p>What is numbered is committed, and everything at or below a position is numbered: so the
 * highest position is settled. An event is numbered only together with or after its predecessor in
 * the stream. There must be one process that does this; should there be two, the unique constraint
 * stops one of them for a while, and nothing is lost.
 */
final class NumberAfterCommit implements Positions {

    private static final int BATCH = 1_000;

    private static final String PENDING =
            """
            SELECT e.seq, e.version, p.seq, p.position
            FROM es_event e USE INDEX (es_event_pending)
            LEFT JOIN es_event p
                ON p.category = e.category AND p.stream_id = e.stream_id AND p.version = e.version - 1
            WHERE e.position IS NULL ORDER BY e.position, e.seq FETCH FIRST %d ROWS ONLY"""
                    .formatted(BATCH);
    private static final String HEAD = "SELECT max(position) FROM es_event";
    private static final String NUMBER =
            "UPDATE es_event SET position = ?1 WHERE seq = ?2 AND position IS NULL";

    private final Sql sql;
    private final Transactions transactions;

    private long settled;

    NumberAfterCommit(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public synchronized Settled settledUpTo() {
        try {
            Settled committed = transactions.inNew(this::number);
            settled = committed.position();
            return committed;
        } catch (RuntimeException e) {
            throw Failures.translate("give committed events their positions", e);
        }
    }

    private Settled number() {
        List<?> pending = sql.rows(PENDING);
        long head = sql.count(HEAD);
        // Positions that consumers have passed must not be given to other events.
        Positions.refuseToGoBack(head, settled);
        Set<Long> numbered = new HashSet<>();
        for (Object row : pending) {
            @Nullable Object[] columns = (Object[]) row;
            long seq = Sql.number(columns[0]);
            if (followsNumbered(columns, numbered) && sql.update(NUMBER, head + 1, seq) == 1) {
                head++;
                numbered.add(seq);
            }
        }
        return new Settled(head, pending.size() == BATCH || numbered.size() < pending.size());
    }

    /**
     * Whether the event is its stream's first, or its predecessor has a position, or has got one in
     * this batch.
     */
    private static boolean followsNumbered(@Nullable Object[] columns, Set<Long> numbered) {
        long version = Sql.number(columns[1]);
        return version == 1 || columns[3] != null || numbered.contains(Sql.number(columns[2]));
    }
}
