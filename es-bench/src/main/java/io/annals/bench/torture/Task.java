package io.annals.bench.torture;

import io.annals.es.spi.StorageSettings;
import io.annals.testing.Login;
import io.annals.testing.PersistenceProviders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * What a node is told on its command line.
 *
 * @param folder of the run: for the tapes, and so that {@link io.annals.testing.Orphans} finds the
 *     process
 * @param name of the node, which all its processes have, one after the other
 * @param number of the process, never used twice in a run
 * @param login where the database is
 * @param seed of what the process leaves to chance
 * @param threads how many threads write
 * @param longestPark how long a transaction may stay open
 */
record Task(
        Path folder,
        String name,
        int number,
        Login login,
        long seed,
        int threads,
        Duration longestPark) {

    List<String> arguments() {
        return List.of(
                folder.toString(),
                name,
                String.valueOf(number),
                login.url(),
                login.user(),
                login.password(),
                String.valueOf(seed),
                String.valueOf(threads),
                longestPark.toString());
    }

    static Task of(String[] arguments) {
        return new Task(
                Path.of(arguments[0]),
                arguments[1],
                Integer.parseInt(arguments[2]),
                new Login(arguments[3], arguments[4], arguments[5]),
                Long.parseLong(arguments[6]),
                Integer.parseInt(arguments[7]),
                Duration.parse(arguments[8]));
    }

    Random random() {
        return new Random(seed ^ ((long) number << 32));
    }

    /** Short enough that frozen nodes lose their lease in every run. */
    StorageSettings settings() {
        Duration third = longestPark.dividedBy(3);
        Duration usual = StorageSettings.defaults().leaseDuration();
        return StorageSettings.defaults()
                .withLeaseDuration(third.compareTo(usual) < 0 ? third : usual);
    }

    /** Now this one, now the other. */
    PersistenceProviders provider() {
        PersistenceProviders[] providers = PersistenceProviders.values();
        return providers[number % providers.length];
    }
}
