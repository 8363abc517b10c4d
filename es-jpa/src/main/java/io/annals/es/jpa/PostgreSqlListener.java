package io.annals.es.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears what is announced on a channel of PostgreSQL: the only class that knows the driver, which
 * an application may not have.
 */
final class PostgreSqlListener implements AutoCloseable {

    private static final int NETWORK_TIMEOUT_MILLIS = 10_000;

    private final Connection connection;
    private final PGConnection postgres;
    private final int networkTimeout;

    private PostgreSqlListener(Connection connection) throws SQLException {
        this.connection = connection;
        this.postgres = connection.unwrap(PGConnection.class);
        this.networkTimeout = connection.getNetworkTimeout();
    }

    /**
     * Takes a connection, which it keeps, and listens.
     *
     * @throws SQLFeatureNotSupportedException if connections are not those of the driver whose
     *     classes this application sees
     */
    static PostgreSqlListener open(DataSource source, String channel) throws SQLException {
        Connection connection = source.getConnection();
        boolean sound = false;
        boolean listening = false;
        try {
            if (!connection.isWrapperFor(PGConnection.class)) {
                sound = true;
                throw new SQLFeatureNotSupportedException(
                        "no org.postgresql.PGConnection in " + connection.getClass().getName());
            }
            PostgreSqlListener listener = new PostgreSqlListener(connection);
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
            connection.setAutoCommit(true);
            listener.execute("LISTEN " + channel);
            listening = true;
            return listener;
        } finally {
            if (!listening) {
                giveBack(connection, sound);
            }
        }
    }

    /** Waits for announcements, at most for so long, and returns what they say. */
    List<String> await(Duration patience) throws SQLException {
        PGNotification[] heard = postgres.getNotifications((int) patience.toMillis());
        return heard == null
                ? List.of()
                : Stream.of(heard).map(PGNotification::getParameter).toList();
    }

    /** Gives the connection back as it was, or not at all. */
    @Override
    public void close() throws SQLException {
        boolean sound = false;
        try {
            execute("UNLISTEN *");
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
            sound = true;
        } finally {
            giveBack(connection, sound);
        }
    }

    /** A pool would hand out a broken connection again, if it were only closed. */
    private static void giveBack(Connection connection, boolean sound) throws SQLException {
        try (connection) {
            if (!sound) {
                connection.abort(Runnable::run);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
