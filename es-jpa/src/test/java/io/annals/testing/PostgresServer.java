package io.annals.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL server for all tests of a JVM, which stops with it; each test class has a database
 * of its own.
 */
public final class PostgresServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** On a busy machine; the library's own patience is ten seconds. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private PostgresServer() {}

    /** A new, empty database. */
    public static Login create() {
        String name = "journal" + DATABASES.incrementAndGet();
        try (Connection connection =
                        DriverManager.getConnection(
                                Running.SERVER.getJdbcUrl("postgres", "postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return login(Running.SERVER, name);
    }

    public static Login login(EmbeddedPostgres server, String database) {
        return new Login(
                "jdbc:postgresql://localhost:%d/%s".formatted(server.getPort(), database),
                "postgres",
                "postgres");
    }

    /** Starts it at the first use; it stops in the shutdown hook that it registers. */
    private static final class Running {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                Path folder = Files.createTempDirectory("annals-postgres-data");
                Orphans.leaveNothing(folder);
                return builder().setDataDirectory(folder).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** As durable as a production server; its programs are unpacked once for each user. */
    public static EmbeddedPostgres.Builder builder() {
        File unpacked =
                new File(
                        System.getProperty("java.io.tmpdir"),
                        "annals-postgres-" + System.getProperty("user.name"));
        return EmbeddedPostgres.builder()
                .setPort(Ports.free())
                .setPGStartupWait(LONGEST_START)
                .setOverrideWorkingDirectory(unpacked)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_prepared_transactions", "10")
                .setServerConfig("max_connections", "200");
    }
}
