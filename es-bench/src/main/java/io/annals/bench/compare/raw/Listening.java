package io.annals.bench.compare.raw;

import io.annals.testing.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/** A connection on which PostgreSQL says that something was committed, maybe elsewhere. */
final class Listening implements AutoCloseable {

    private final Connection connection;
    private final Duration longest;

    Listening(Login login, String channel, Duration longest) {
        this.longest = longest;
        try {
            connection = DriverManager.getConnection(login.url(), login.user(), login.password());
            try (Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + channel);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a notification, but not for long. */
    void await() {
        try {
            connection.unwrap(PGConnection.class).getNotifications((int) longest.toMillis());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
