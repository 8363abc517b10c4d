package io.annals.server;

import io.annals.testing.Orphans;
import io.annals.testing.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Provides the databases of the servers under test before Arquillian reads its configuration, which
 * takes where they are, and the servers' ports, from system properties. PostgreSQL runs as long as
 * the test run does.
 *
 * <p>Works only where the build has named a directory for it: unit tests need none of this.
 */
public final class Databases implements LauncherSessionListener {

    private static final String DIRECTORY = "annals.servers";

    /** On a busy machine; the library's own patience is ten seconds. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private static @Nullable EmbeddedPostgres postgres;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            return;
        }
        try {
            Path servers =
                    Files.createTempDirectory(Files.createDirectories(Path.of(directory)), "run");
            Orphans.leaveNone(servers);
            Files.createDirectories(servers.resolve("tmp"));
            System.setProperty("annals.run", servers.toString());
            System.setProperty("annals.tmp", option(servers.resolve("tmp").toString()));
            choosePorts("h2");
            System.setProperty("annals.h2.url", option(h2Url(servers.resolve("h2/shop"))));
            postgres =
                    EmbeddedPostgres.builder()
                            .setPort(Ports.free())
                            .setPGStartupWait(LONGEST_START)
                            .setDataDirectory(servers.resolve("postgresql"))
                            .setOverrideWorkingDirectory(
                                    servers.resolve("postgresql-binaries").toFile())
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("listen_addresses", "127.0.0.1")
                            .start();
            choosePorts("postgresql");
            System.setProperty("annals.postgresql.url", postgresqlUrl("postgres"));
            if (Server.UNDER_TEST == Server.WILDFLY) {
                System.setProperty(
                        "annals.wildfly.server-config", WildFlyConfiguration.name(servers));
            }
            if (Server.UNDER_TEST == Server.LIBERTY) {
                configureLiberty("h2", h2Url(servers.resolve("h2/shop")), "sa", "");
                configureLiberty("postgresql", postgresqlUrl("postgres"), "postgres", "postgres");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (postgres != null) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Those of a server, which are named after its database. */
    private static void choosePorts(String database) {
        for (String port : new String[] {"port", "https.port", "management.port"}) {
            System.setProperty(
                    "annals.%s.%s".formatted(database, port), String.valueOf(Ports.free()));
        }
    }

    /**
     * The directory of a Liberty, which is named as no other server of the machine: by its name the
     * adapter looks for one that runs already.
     */
    static Path liberty(String database) {
        return Path.of(
                System.getProperty("annals.run"),
                "liberty-" + database,
                "servers",
                "shop-" + System.getProperty("annals.%s.port".formatted(database)));
    }

    /** Liberty takes its configuration from files alone. */
    private static void configureLiberty(String database, String url, String user, String password)
            throws IOException {
        Path server = Files.createDirectories(liberty(database));
        LibertyConfiguration.write(server);
        Files.writeString(
                server.resolve("bootstrap.properties"),
                """
                shop.port=%s
                shop.drivers=%s
                es.db.url=%s
                es.db.user=%s
                es.db.password=%s
                shop.admin.token=known-to-the-tests-alone
                shop.console.password=known-to-the-tests-alone
                """
                        .formatted(
                                System.getProperty("annals.%s.port".formatted(database)),
                                System.getProperty("annals.liberty.drivers"),
                                url,
                                user,
                                password));
    }

    /** A commit may take longer on a busy machine than the two seconds that H2 waits for a lock. */
    private static String h2Url(Path file) {
        return "jdbc:h2:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0;LOCK_TIMEOUT=20000";
    }

    /** Makes an empty database on the running PostgreSQL and tells its URL. */
    static String newPostgresqlUrl(String database) throws SQLException {
        try (Connection connection = running().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        return postgresqlUrl(database);
    }

    private static String postgresqlUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(running().getPort(), database);
    }

    private static EmbeddedPostgres running() {
        EmbeddedPostgres running = postgres;
        if (running == null) {
            throw new IllegalStateException(
                    "PostgreSQL was not started: set the system property " + DIRECTORY);
        }
        return running;
    }

    /** The adapter splits its options at blanks that are not escaped. */
    private static String option(String value) {
        return value.replace(" ", "\\ ");
    }
}
