package io.annals.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Where a database is. */
public record Login(String url, String user, String password) {

    private static final long PAUSE_NANOS = 50_000_000;

    /** Waits until its server lets somebody in, as it does again once it has recovered. */
    public void awaitServer(Duration longest) {
        long latest = System.nanoTime() + longest.toNanos();
        while (!isReachable(latest)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isReachable(long latest) {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            return connection.isValid(0);
        } catch (SQLException e) {
            if (System.nanoTime() > latest) {
                throw new IllegalStateException("Could not connect to %s".formatted(url), e);
            }
            return false;
        }
    }
}
