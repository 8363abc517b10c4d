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

    private static final String LOCK = "LOCK TABLE marketing_article IN EXCLUSIVE MODE";
    private static final String HELD_UP =
            "SELECT count(*) FROM pg_locks WHERE relation = 'marketing_article'::regclass AND NOT granted";

    private final Connection holder;

    private CutOffView(Connection holder) {
        this.holder = holder;
    }

    /** Locks the table, and waits until a transaction waits for it. */
    static CutOffView of(String url) throws SQLException {
        Connection holder = DriverManager.getConnection(url, "postgres", "postgres");
        CutOffView view = new CutOffView(holder);
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute(LOCK);
            Awaitility.await("a transaction to want to write the view")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> isOneHeldUp(statement));
        }
        return view;
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }

    private static boolean isOneHeldUp(Statement statement) throws SQLException {
        try (ResultSet held = statement.executeQuery(HELD_UP)) {
            held.next();
            return held.getInt(1) > 0;
        }
    }
}
