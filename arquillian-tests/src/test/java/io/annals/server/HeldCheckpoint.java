package io.annals.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * Holds up a consumer on PostgreSQL in the moment when it saves its checkpoint, until it is closed:
 * its handlers have done their work, and nothing of that is committed.
 */
final class HeldCheckpoint implements AutoCloseable {

    private static final String LOCK =
            "SELECT position FROM es_checkpoint WHERE consumer = '%s' FOR UPDATE";
    private static final String HELD_UP =
            "SELECT count(*) FROM pg_locks waiting WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))";
    private static final String AND_HAS_WRITTEN =
            " AND EXISTS (SELECT 1 FROM pg_locks held WHERE held.pid = waiting.pid AND held.granted"
                    + " AND held.mode = 'RowExclusiveLock' AND held.relation = '%s'::regclass)";

    private final Connection holder;
    private final Statement statement;

    private HeldCheckpoint(Connection holder) throws SQLException {
        this.holder = holder;
        this.statement = holder.createStatement();
    }

    /** Waits until the consumer is to save what its handlers have written to a table. */
    static HeldCheckpoint afterWriting(String table, String url, String consumer)
            throws SQLException {
        HeldCheckpoint held = new HeldCheckpoint(connect(url));
        return held.until(
                consumer, () -> held.count(HELD_UP + AND_HAS_WRITTEN.formatted(table)) > 0);
    }

    /**
     * Waits until the consumer is to save what its handlers have done outside the database.
     *
     * @param isDone whether they have, since the position that is given
     */
    static HeldCheckpoint after(DoneSince isDone, String url, String consumer) throws SQLException {
        HeldCheckpoint held = new HeldCheckpoint(connect(url));
        return held.until(
                consumer,
                () -> isDone.test(held.count(LOCK.formatted(consumer)))); // it is locked by now
    }

    /** Whether a handler has done anything since the checkpoint's position. */
    interface DoneSince {
        boolean test(long position) throws Exception;
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }

    /** A consumer may also save that it has passed events that are not its own: then once more. */
    private HeldCheckpoint until(String consumer, Callable<Boolean> isWanted) throws SQLException {
        try {
            holder.setAutoCommit(false);
            Awaitility.await("consumer %s to save what it has done".formatted(consumer))
                    .atMost(Duration.ofMinutes(2))
                    .until(
                            () -> {
                                holder.rollback();
                                return isHeldUp(consumer) && isWanted.call();
                            });
            return this;
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private boolean isHeldUp(String consumer) throws SQLException {
        try (ResultSet locked = statement.executeQuery(LOCK.formatted(consumer))) {
            if (!locked.next()) {
                return false;
            }
        }
        Awaitility.await("consumer %s to save its checkpoint".formatted(consumer))
                .atMost(Duration.ofMinutes(1))
                .until(() -> count(HELD_UP) > 0);
        return true;
    }

    private long count(String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }
}
