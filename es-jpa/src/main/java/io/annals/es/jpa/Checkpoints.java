package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.Transactions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
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
    private static final String ALL =
            "SELECT consumer, epoch, position, replay_until FROM es_checkpoint";
    private static final String BEGIN_EPOCH =
            "UPDATE es_checkpoint SET epoch = epoch + 1 WHERE consumer = ?1";
    private static final String EPOCH =
            "SELECT epoch, replay_until FROM es_checkpoint WHERE consumer = ?1";

    /**
     * Where the handler has written nothing here, a lost checkpoint only makes events come again.
     */
    private static final String SAVE =
            """
            UPDATE es_checkpoint SET position = ?3, updated = current_timestamp
            WHERE consumer = ?1 AND epoch = ?2 AND position < ?3
                AND incarnation = (SELECT j.incarnation FROM es_journal j)""";

    private static final String HOLD =
            """
            UPDATE es_checkpoint SET updated = current_timestamp
            WHERE consumer = ?1 AND epoch = ?2""";
    private static final String RESET =
            """
            UPDATE es_checkpoint SET epoch = epoch + 1, position = ?2, replay_until = ?3, updated = current_timestamp,
                incarnation = (SELECT j.incarnation FROM es_journal j)
            WHERE consumer = ?1""";
    private static final String CREATE =
            """
            INSERT INTO es_checkpoint (consumer, epoch, position, replay_until, incarnation, updated)
            VALUES (?1, 0, ?2, ?3, (SELECT j.incarnation FROM es_journal j), current_timestamp)""";
    private static final String REMOVE = "DELETE FROM es_checkpoint WHERE consumer = ?1";

    private final Sql sql;
    private final Transactions transactions;

    Checkpoints(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public long load(String name) {
        return run(
                "load the checkpoint of consumer " + name,
                () -> {
                    List<?> rows = sql.rows(LOAD, name);
                    return rows.isEmpty() ? 0 : position(name, (Object[]) rows.get(0));
                });
    }

    @Override
    public Map<String, Checkpoint> all() {
        Map<String, Checkpoint> all = new TreeMap<>();
        for (Object row : run("read the checkpoints", () -> sql.rows(ALL))) {
            @Nullable Object[] columns = (Object[]) row;
            all.put(
                    String.valueOf(columns[0]),
                    new Checkpoint(
                            Sql.number(columns[1]),
                            Sql.number(columns[2]),
                            Sql.number(columns[3])));
        }
        return all;
    }

    @Override
    public Checkpoint resume(String name) {
        return run(
                "resume consumer " + name,
                () -> {
                    if (sql.update(BEGIN_EPOCH, name) == 0) {
                        throw new EventSourcingException(
                                "Could not resume consumer %s: expected its row in es_checkpoint, found none. Reset the consumer to the position to begin after"
                                        .formatted(name));
                    }
                    @Nullable Object[] row = sql.row(EPOCH, name);
                    return new Checkpoint(Sql.number(row[0]), load(name), Sql.number(row[1]));
                });
    }

    @Override
    public void save(String name, long epoch, long position) {
        run(
                "save the checkpoint of consumer " + name,
                () -> {
                    if (sql.update(SAVE, name, epoch, position) == 0) {
                        throw new EventSourcingException(
                                ("Could not save the checkpoint of consumer %s at position %d in epoch %d: it stands there or beyond, a later epoch has begun, "
                                                + "it was removed, or it belongs to another incarnation of the journal. Another process runs the same consumer, or it was reset; resume it and go on from there")
                                        .formatted(name, position, epoch));
                    }
                    return true;
                });
    }

    @Override
    public void hold(String name, long epoch) {
        run(
                "hold the checkpoint of consumer " + name,
                () -> {
                    if (sql.update(HOLD, name, epoch) == 0) {
                        throw new EventSourcingException(
                                ("Could not go on as consumer %s in epoch %d: a later epoch has begun, or its checkpoint was removed. "
                                                + "Resume it and go on from there")
                                        .formatted(name, epoch));
                    }
                    return true;
                });
    }

    @Override
    public void reset(String name, long position, long replayUntil) {
        run(
                "reset the checkpoint of consumer " + name,
                () ->
                        sql.update(RESET, name, position, replayUntil) == 0
                                ? sql.update(CREATE, name, position, replayUntil)
                                : 1);
    }

    @Override
    public void remove(String name) {
        run("remove the checkpoint of consumer " + name, () -> sql.update(REMOVE, name));
    }

    private <T> T run(String what, Supplier<T> statements) {
        try {
            return transactions.required(statements);
        } catch (RuntimeException e) {
            throw Failures.translate(what, e);
        }
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
        return "Restore what the consumer has written to the same point, and reset consumer %s to a position at or before that"
                .formatted(consumer);
    }
}
