package io.annals.bench.numbers;

import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The databases to be measured, each set up to lose nothing as far as it can. */
enum Kind {
    POSTGRESQL {
        @Override
        Running start(Path folder) throws IOException {
            EmbeddedPostgres server =
                    PostgresServer.builder()
                            .setDataDirectory(folder.resolve("postgresql"))
                            .setCleanDataDirectory(false)
                            .start();
            return new Running(PostgresServer.login(server, "postgres"), server);
        }
    },
    MARIADB {
        @Override
        Running start(Path folder) throws IOException {
            MariaDbServer server =
                    MariaDbServer.startIn(Files.createDirectory(folder.resolve("mariadb")));
            return new Running(server.createDatabase(), server);
        }
    },
    H2 {
        @Override
        Running start(Path folder) {
            String url = "jdbc:h2:async:" + folder.resolve("journal") + ";WRITE_DELAY=0";
            return new Running(new Login(url, "sa", ""), () -> {});
        }
    };

    /** Whether committed events get their positions in a step of its own. */
    boolean numbersAfterCommit() {
        return this != POSTGRESQL;
    }

    /** Starts a server with its data in an empty folder. */
    abstract Running start(Path folder) throws IOException;

    /** A server, and an empty database in it. */
    record Running(Login login, AutoCloseable server) {}
}
