package io.annals.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Holds up the transactions of a view on PostgreSQL in the middle of their handlers, until it is
 * closed: the table of the view can be read meanwhile, and not be written.
 */
final class CutOffView implements AutoCloseable {

    private static final String LOCK = "LOCK TABLE %s IN EXCLUSIVE MODE";
    private static final String HELD_UP =
            "SELECT count(*) FROM pg_locks WHERE relation = '%s'::regclass AND NOT granted";

    private final Connection holder;
    private final String table;

    private CutOffView(Connection holder, String table) {
        this.holder = holder;
        this.table = table;
    }

    /** Locks the table. */
    static CutOffView of(String table, String url) throws SQLException {
        Connection holder = DriverManager.getConnection(url, "postgres", "postgres");
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute(LOCK.formatted(table));
        }
        return new CutOffView(holder, table);
    }

    /** Waits until a transaction waits for the table. */
    CutOffView awaitHeldUp() throws SQLException {
        try (Statement statement = holder.createStatement()) {
            Awaitility.await("a transaction to want to write " + table)
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> isOneHeldUp(statement));
        }
        return this;
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }

    private boolean isOneHeldUp(Statement statement) throws SQLException {
        try (ResultSet held = statement.executeQuery(HELD_UP.formatted(table))) {
            held.next();
            return held.getInt(1) > 0;
        }
    }
}
