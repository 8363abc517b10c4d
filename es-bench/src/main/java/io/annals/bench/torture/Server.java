package io.annals.bench.torture;

import io.annals.testing.Login;
import java.nio.file.Path;
import java.util.Random;

/** A database server that can be treated badly. Its data is on the disk all the time. */
interface Server extends AutoCloseable {

    /** Prepares a server; it does not run yet. */
    static Server of(String database, Path folder, Random random) {
        return switch (database) {
            case "postgresql" -> new PostgreSql(folder, random);
            case "mariadb" -> new MariaDb(folder, random);
            default ->
                    throw new IllegalArgumentException(
                            "Not a database: '%s'. Expected postgresql or mariadb"
                                    .formatted(database));
        };
    }

    /** Starts it, for the first time or again on the same data and at the same place. */
    void start();

    /** Where its database is, once it has been started. */
    Login login();

    /** Ends it as a crash would: nothing is finished and nothing is written any more. */
    void stopAtOnce();

    /** Does it a harm from which it comes back by itself. */
    void disturb();

    @Override
    void close();
}
