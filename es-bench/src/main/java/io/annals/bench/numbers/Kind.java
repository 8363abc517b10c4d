package io.annals.bench.numbers;

import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The databases to be measured, each set up to lose nothing as far as it can. */
public enum Kind {
    /** Started from the artifacts of its Maven distribution. */
    POSTGRESQL {
        @Override
        public Running start(Path folder) throws IOException {
            EmbeddedPostgres server =
                    PostgresServer.builder()
                            .setDataDirectory(folder.resolve("postgresql"))
                            .setCleanDataDirectory(false)
                            .setServerConfig("max_connections", "400")
                            .start();
            return new Running(PostgresServer.login(server, "postgres"), server);
        }
    },
    /** The same. */
    MARIADB {
        @Override
        public Running start(Path folder) throws IOException {
            MariaDbServer server =
                    MariaDbServer.startIn(
                            Files.createDirectory(folder.resolve("mariadb")),
                            "--max-connections=400");
            return new Running(server.createDatabase(), server);
        }
    },
    /** It runs in this process. */
    H2 {
        @Override
        public Running start(Path folder) {
            String url = "jdbc:h2:async:" + folder.resolve("journal") + ";WRITE_DELAY=0";
            return new Running(new Login(url, "sa", ""), () -> {});
        }
    };

    /** Whether committed events get their positions in a step of its own. */
    public boolean numbersAfterCommit() {
        return this != POSTGRESQL;
    }

    /**
     * The kind of a name, as an option has it.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Not a database: '%s'. Expected postgresql, mariadb or h2".formatted(name), e);
        }
    }

    /** Starts a server with its data in an empty folder. */
    public abstract Running start(Path folder) throws IOException;

    /** A server, and an empty database in it. */
    public record Running(Login login, AutoCloseable server) {}
}
