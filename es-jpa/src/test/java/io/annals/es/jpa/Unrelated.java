package io.annals.es.jpa;

import io.annals.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions on PostgreSQL that stay open and never write to the journal: one that has written
 * elsewhere, one that keeps an old snapshot of the journal, one that has locked rows of it, and one
 * that writes to another table of the same name.
 */
final class Unrelated implements AutoCloseable {

    private static final List<String> DOINGS =
            List.of(
                    "INSERT INTO customer (id) VALUES (CAST(gen_random_uuid() AS varchar))",
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM es_event",
                    "SELECT version FROM es_event ORDER BY position LIMIT 1 FOR SHARE",
                    "INSERT INTO elsewhere.es_event VALUES (1)");

    private static final int TIMEOUT_SECONDS = 60;

    private final List<Connection> connections = new ArrayList<>();

    private Unrelated() {}

    static Unrelated park(TestDatabase database) throws SQLException {
        database.createCustomers();
        database.execute(
                "CREATE SCHEMA IF NOT EXISTS elsewhere",
                "CREATE TABLE IF NOT EXISTS elsewhere.es_event (position bigint)");
        Unrelated parked = new Unrelated();
        for (String doing : DOINGS) {
            Connection connection = database.connect();
            parked.connections.add(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(doing);
            }
        }
        return parked;
    }

    /** Whether all of them are open still. */
    boolean areParked() throws SQLException {
        for (Connection connection : connections) {
            if (!connection.isValid(TIMEOUT_SECONDS)) {
                return false;
            }
        }
        return connections.size() == DOINGS.size();
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
