package io.annals.bench.torture;

import io.annals.testing.TestDatabase;
import java.util.List;
import java.util.Random;

/**
 * Transactions between the two phases of their commit: they outlive their writer and the server's
 * process. Their names begin with that of the node.
 */
record Prepared(TestDatabase database) {

    private static final String LEFT =
            "SELECT gid FROM pg_prepared_xacts WHERE database = current_database() AND gid LIKE ?1";

    /** Whether the database has them in a way that a plain connection can use. */
    boolean arePossible() {
        return database.url().startsWith("jdbc:postgresql:");
    }

    /** The first phase, in the active transaction, which is over with it. */
    void prepare(String name) {
        database.em.createNativeQuery("PREPARE TRANSACTION '%s'".formatted(name)).executeUpdate();
    }

    /** The second phase. */
    void end(String name, boolean commit) {
        database.execute("%s PREPARED '%s'".formatted(commit ? "COMMIT" : "ROLLBACK", name));
    }

    /**
     * Ends what killed processes have left, this way or that.
     *
     * @param node a pattern for the name of their nodes
     */
    void endAllOf(String node, Random random) {
        if (arePossible()) {
            left(node).forEach(name -> end(name, random.nextBoolean()));
        }
    }

    private List<String> left(String node) {
        return database
                .transactions
                .inNew(
                        () ->
                                (List<?>)
                                        database.em
                                                .createNativeQuery(LEFT)
                                                .setParameter(1, node + ".%")
                                                .getResultList())
                .stream()
                .map(String.class::cast)
                .toList();
    }
}
