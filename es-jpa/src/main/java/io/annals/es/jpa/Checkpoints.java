package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.Transactions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints in {@code es_checkpoint}, each marked with the journal's incarnation in which it was
 * saved.
 */
final class Checkpoints implements CheckpointStore {

    private static final String LOAD =
            """
            SELECT c.position, concat('', c.incarnation), concat('', j.incarnation),
                (SELECT max(e.position) FROM es_event e)
            FROM es_checkpoint c CROSS JOIN es_journal j WHERE c.consumer = ?1""";
    private static final String BEGIN_EPOCH =
            "UPDATE es_checkpoint SET epoch = ?2 WHERE consumer = ?1 AND epoch <= ?2";
    private static final String UPDATE =
            """
            UPDATE es_checkpoint SET position = ?3, epoch = ?2, updated = current_timestamp,
                incarnation = (SELECT j.incarnation FROM es_journal j)
            WHERE consumer = ?1 AND epoch <= ?2 AND position < ?3
                AND incarnation = (SELECT j.incarnation FROM es_journal j)""";
    private static final String INSERT =
            """
            INSERT INTO es_checkpoint (consumer, epoch, position, incarnation, updated)
            VALUES (?1, ?2, ?3, (SELECT j.incarnation FROM es_journal j), current_timestamp)""";
    private static final String COUNT = "SELECT count(*) FROM es_checkpoint WHERE consumer = ?1";

    private final Sql sql;
    private final Transactions transactions;

    Checkpoints(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public long load(String consumer) {
        try {
            List<?> rows = transactions.required(() -> sql.rows(LOAD, consumer));
            return rows.isEmpty() ? 0 : position(consumer, (Object[]) rows.get(0));
        } catch (RuntimeException e) {
            throw Failures.translate("load the checkpoint of consumer " + consumer, e);
        }
    }

    @Override
    public long resume(String consumer, long epoch) {
        try {
            return transactions.required(
                    () -> {
                        if (sql.update(BEGIN_EPOCH, consumer, epoch) == 0) {
                            insert(consumer, epoch, 0);
                        }
                        return load(consumer);
                    });
        } catch (RuntimeException e) {
            throw Failures.translate("begin an epoch of consumer " + consumer, e);
        }
    }

    @Override
    public void save(String consumer, long epoch, long position) {
        try {
            transactions.required(
                    () -> {
                        if (sql.update(UPDATE, consumer, epoch, position) == 0) {
                            insert(consumer, epoch, position);
                        }
                        return true;
                    });
        } catch (RuntimeException e) {
            throw Failures.translate("save the checkpoint of consumer " + consumer, e);
        }
    }

    private void insert(String consumer, long epoch, long position) {
        if (sql.count(COUNT, consumer) > 0) {
            throw new EventSourcingException(
                    ("Could not save the checkpoint of consumer %s at position %d in epoch %d of its lease: it stands there or beyond, a later epoch has begun, "
                                    + "or it belongs to another incarnation of the journal. Another process seems to run the same consumer; load the checkpoint and go on from there")
                            .formatted(consumer, position, epoch));
        }
        sql.update(INSERT, consumer, epoch, position);
    }

    private static long position(String consumer, @Nullable Object[] row) {
        long position = Sql.number(row[0]);
        long head = Sql.number(row[3]);
        String saved = String.valueOf(row[1]);
        String current = String.valueOf(row[2]);
        if (!saved.equals(current)) {
            throw new EventSourcingException(
                    ("Could not load the checkpoint of consumer %s: position %d was saved in incarnation %s of the journal, "
                                    + "which is now %s, because a backup was restored or the database was replaced. %s")
                            .formatted(consumer, position, saved, current, wayOut(consumer)));
        }
        if (position > head) {
            throw new EventSourcingException(
                    ("Could not load the checkpoint of consumer %s: position %d is beyond the journal's last position %d, "
                                    + "so the database has gone back in time. Give es_journal a new incarnation. %s")
                            .formatted(consumer, position, head, wayOut(consumer)));
        }
        return position;
    }

    private static String wayOut(String consumer) {
        return "Restore what the consumer has written to the same point and set its row in es_checkpoint to a position and the journal's "
                + "incarnation, or delete the row to let %s begin anew".formatted(consumer);
    }
}
