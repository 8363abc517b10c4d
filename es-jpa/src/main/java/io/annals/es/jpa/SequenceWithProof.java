package io.annals.es.jpa;

import io.annals.es.spi.Holder;
import io.annals.es.spi.Settled;
import io.annals.es.spi.Transactions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Positions come from a sequence, in the insert; a hole is passed once it is proved dead.
 *
 * <p>A position is drawn under a lock that its transaction keeps until after its commit is visible.
 * So: read the highest position M; then, in a later statement, who holds that lock; when none of
 * those is left, everything at or below M is visible to whoever reads next, or will never be. Each
 * statement has a transaction and so a snapshot of its own. The proof says nothing about holes
 * above M: their writers may have come after the holders were read.
 */
final class SequenceWithProof implements Positions {

    /** How many positions one look takes in, and so how many rows at most. */
    private static final int STEP = 1_000;

    /**
     * The highest position, and the end of the run without holes that begins above a position, as
     * far as one step goes. With both ends given the index of positions is used also while the
     * planner has no statistics, as of a table that is new.
     */
    static final String LOOK =
            """
            SELECT (SELECT max(position) FROM es_event),
                (SELECT max(position) FROM (
                    SELECT position, row_number() OVER (ORDER BY position) AS place
                    FROM es_event WHERE position > ?1 AND position <= CAST(?1 AS bigint) + %d) next
                 WHERE position = CAST(?1 AS bigint) + place)"""
                    .formatted(STEP);

    private static final String HEAD = "SELECT max(position) FROM es_event";

    /** Ordered, so that the index of positions is used also while there are no statistics. */
    private static final String COUNT_ABOVE =
            """
            SELECT count(*) FROM (SELECT position FROM es_event
                WHERE position > ?1 ORDER BY position LIMIT CAST(?2 AS bigint)) above""";

    private static final long UNKNOWN = -1;

    private final Sql sql;
    private final Transactions transactions;

    private long settled = UNKNOWN;
    private @Nullable Proof proof;

    SequenceWithProof(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public synchronized Settled settledUpTo() {
        try {
            return settle();
        } catch (RuntimeException e) {
            throw Failures.translate("find out up to where the journal is settled", e);
        }
    }

    @Override
    public long pending(int atMost) {
        long known = Math.max(settledLast(), 0);
        try {
            return transactions.inNew(() -> sql.count(COUNT_ABOVE, known, atMost));
        } catch (RuntimeException e) {
            throw Failures.translate("count the events that are not settled yet", e);
        }
    }

    private synchronized long settledLast() {
        return settled;
    }

    @Override
    public List<Holder> heldUpBy() {
        Proof open = currentProof();
        if (open == null) {
            return List.of();
        }
        try {
            return transactions.inNew(() -> open.holders.describe(sql));
        } catch (RuntimeException e) {
            throw Failures.translate("find out for whom the journal waits", e);
        }
    }

    private synchronized @Nullable Proof currentProof() {
        return proof;
    }

    private Settled settle() {
        if (settled == UNKNOWN && proof == null) {
            start();
        }
        if (proof != null && !advance(proof)) {
            return new Settled(Math.max(settled, 0), true);
        }
        return look();
    }

    /** What was stored before is settled by a proof, not by looking for its holes. */
    private void start() {
        prove(transactions.inNew(() -> sql.count(HEAD)));
    }

    /** Begins a proof for everything up to a position that was read in an earlier statement. */
    private void prove(long bound) {
        Holders holders = holders();
        if (holders.isEmpty()) {
            settled = bound;
            proof = null;
        } else {
            proof = new Proof(bound, holders);
        }
    }

    /** Whether anything has changed since the proof was last looked at. */
    private boolean advance(Proof open) {
        Holders now = holders();
        Holders left = open.holders.comparableTo(now) ? open.holders.stillAmong(now) : now;
        if (left.isEmpty()) {
            settled = Math.max(settled, open.bound);
            proof = null;
            return true;
        }
        if (left.equals(open.holders)) {
            return false;
        }
        proof = new Proof(open.bound, left);
        return settled != UNKNOWN; // else there is no place to look from
    }

    private Settled look() {
        long head;
        long before;
        do {
            before = settled;
            @Nullable Object[] found = transactions.inNew(() -> sql.row(LOOK, settled));
            head = Sql.number(found[0]);
            Positions.refuseToGoBack(head, settled);
            settled = Math.max(settled, Sql.number(found[1]));
        } while (settled == before + STEP);
        if (proof != null && settled >= proof.bound) {
            proof = null;
        }
        if (settled < head && proof == null) {
            prove(head);
        }
        return new Settled(settled, settled < head);
    }

    private Holders holders() {
        return transactions.inNew(() -> Holders.read(sql));
    }

    /** A proof under way: what it will settle, and whom it waits for. */
    private record Proof(long bound, Holders holders) {}
}
