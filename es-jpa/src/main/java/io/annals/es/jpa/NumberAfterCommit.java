package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Holder;
import io.annals.es.spi.Settled;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives committed events consecutive positions, in batches, in the order of their insertion.
 *
 * <p>What is numbered is committed, and everything at or below a position is numbered: so the
 * highest position is settled. An event is numbered only together with or after its predecessor in
 * the stream. One node of all does this, the sequencer, by a {@link Lease} that every transaction
 * that numbers begins with; so these come one after the other, and the highest position is settled
 * for all nodes.
 */
final class NumberAfterCommit implements Positions {

    private static final Logger LOG = System.getLogger(NumberAfterCommit.class.getName());

    private static final String LEASE = "sequencer";
    private static final int BATCH = 1_000;

    private static final String HEAD_AND_PENDING =
            """
            SELECT (SELECT max(position) FROM es_event), (SELECT max(seq) FROM es_event),
                (SELECT max(p.seq) FROM (SELECT e.seq FROM es_event e %s (es_event_position)
                    WHERE e.position IS NULL LIMIT 1) p)""";
    private static final String PENDING =
            """
            SELECT e.seq, e.version, p.seq, p.position, (SELECT max(position) FROM es_event)
            FROM es_event e %s (es_event_position)
            LEFT JOIN es_event p
                ON p.category = e.category AND p.stream_id = e.stream_id AND p.version = e.version - 1
            WHERE e.position IS NULL LIMIT %d""";

    private static final String COUNT_PENDING =
            """
            SELECT count(*) FROM (SELECT e.seq FROM es_event e %s (es_event_position)
                WHERE e.position IS NULL LIMIT ?1) p""";

    private final Sql sql;
    private final Transactions transactions;
    private final Numbering database;
    private final Duration leaseDuration;
    private final Lease lease;
    private final Pace pace = new Pace();
    private final String headAndPending;
    private final String pending;
    private final String countPending;

    private boolean closed;
    private boolean sequencer;
    private long settled;

    NumberAfterCommit(
            Sql sql, Transactions transactions, Numbering database, Duration leaseDuration) {
        this.sql = sql;
        this.transactions = transactions;
        this.database = database;
        this.leaseDuration = leaseDuration;
        this.lease = new Lease(sql, database, LEASE, thisNode(), leaseDuration);
        this.headAndPending = HEAD_AND_PENDING.formatted(database.useIndex());
        this.pending = PENDING.formatted(database.useIndex(), BATCH);
        this.countPending = COUNT_PENDING.formatted(database.useIndex());
    }

    @Override
    public synchronized Settled settledUpTo() {
        try {
            Settled found = settle();
            settled = found.position();
            return found;
        } catch (RuntimeException e) {
            throw Failures.translate("give committed events their positions", e);
        }
    }

    @Override
    public long pending(int atMost) {
        try {
            return transactions.inNew(() -> sql.count(countPending, atMost));
        } catch (RuntimeException e) {
            throw Failures.translate("count the events that have no position yet", e);
        }
    }

    @Override
    public void pace(int events) {
        pace.await(events);
    }

    /**
     * What is not committed yet is invisible: committed events can wait for the sequencer alone.
     */
    @Override
    public List<Holder> heldUpBy() {
        try {
            Look look = transactions.inNew(this::look);
            return look.pending ? List.of(look.lease.holder()) : List.of();
        } catch (RuntimeException e) {
            throw Failures.translate("find out for whom the journal waits", e);
        }
    }

    /** Lets another node be the sequencer at once, and is never one again. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            transactions.inNew(
                    () -> {
                        lease.release(lease.look());
                        return true;
                    });
        } catch (RuntimeException e) {
            throw Failures.translate("hand the numbering of events over to another node", e);
        }
    }

    private static String thisNode() {
        return "%s %s".formatted(ManagementFactory.getRuntimeMXBean().getName(), UUID.randomUUID());
    }

    private Settled settle() {
        Look look = transactions.inNew(this::look);
        if (!closed && look.demandsAction()) {
            @Nullable Settled numbered =
                    transactions.inNew(
                            () -> database.limited(sql, leaseDuration, () -> number(look)));
            remember(numbered != null, look.lease);
            return numbered != null ? numbered : look.settled();
        }
        remember(look.lease.mine(), look.lease);
        return look.settled();
    }

    private synchronized Look look() {
        Lease.Seen seen = lease.look();
        @Nullable Object[] found = sql.row(headAndPending);
        boolean pending = found[2] != null;
        pace.waiting(pending ? Sql.number(found[1]) - Sql.number(found[2]) + 1 : 0);
        return new Look(seen, sound(Sql.number(found[0])), pending);
    }

    /** Numbers a batch, unless another node has become the sequencer. */
    private @Nullable Settled number(Look look) {
        if (!lease.hold(look.lease)) {
            return null;
        }
        List<Pending> batch =
                sql.rows(pending).stream()
                        .map(row -> Pending.of((Object[]) row))
                        .sorted(Comparator.comparingLong(Pending::seq))
                        .toList();
        if (batch.isEmpty()) {
            return new Settled(look.head, false);
        }
        long head = sound(batch.get(0).head());
        Set<Long> numbered = new LinkedHashSet<>();
        for (Pending event : batch) {
            if (event.mayFollow(numbered)) {
                numbered.add(event.seq());
            }
        }
        int rows = numbered.isEmpty() ? 0 : database.number(sql, List.copyOf(numbered), head);
        if (rows != numbered.size()) {
            throw new EventSourcingException(
                    "Could not number %d events after position %d: %d of them were without a position any more. Nothing but this journal may write to es_event"
                            .formatted(numbered.size(), head, rows));
        }
        boolean more = batch.size() == BATCH || rows < batch.size();
        return new Settled(head + rows, more, more);
    }

    /** Positions that consumers have passed must not be given to other events. */
    private long sound(long head) {
        Positions.refuseToGoBack(head, settled);
        return head;
    }

    private void remember(boolean mine, Lease.Seen seen) {
        if (mine != sequencer) {
            LOG.log(
                    Level.INFO,
                    mine
                            ? "This node gives committed events their positions now"
                            : "Another node gives committed events their positions now; the lease was seen with "
                                    + seen.owner());
            sequencer = mine;
        }
    }

    /**
     * A committed event without a position.
     *
     * @param predecessor the event before it in its stream, if there is one
     * @param predecessorNumbered whether that has a position
     * @param head the highest position so far
     */
    private record Pending(
            long seq, long version, long predecessor, boolean predecessorNumbered, long head) {

        static Pending of(@Nullable Object[] row) {
            return new Pending(
                    Sql.number(row[0]),
                    Sql.number(row[1]),
                    Sql.number(row[2]),
                    row[3] != null,
                    Sql.number(row[4]));
        }

        /** Whether nothing before it in its stream would get a higher position. */
        boolean mayFollow(Set<Long> numbered) {
            return version == 1 || predecessorNumbered || numbered.contains(predecessor);
        }
    }

    /** What a node sees before it does anything. */
    private record Look(Lease.Seen lease, long head, boolean pending) {

        boolean demandsAction() {
            return lease.mine() ? pending || lease.due() : lease.expired();
        }

        Settled settled() {
            return new Settled(head, pending);
        }
    }
}
