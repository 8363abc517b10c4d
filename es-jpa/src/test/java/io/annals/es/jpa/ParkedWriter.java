package io.annals.es.jpa;

import io.annals.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A transaction on PostgreSQL that has drawn a position and stays open as long as a test wants. */
final class ParkedWriter implements AutoCloseable {

    private static final String INSERT =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
            VALUES ('parked', '%s', 1, gen_random_uuid(), 'parked', 1, '') RETURNING position""";

    private static final int TIMEOUT_SECONDS = 60;

    final long position;
    private final Connection connection;
    private final Statement statement;

    private ParkedWriter(Connection connection, String... first) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        this.statement = connection.createStatement();
        for (String sql : first) {
            statement.execute(sql);
        }
        this.position = insert();
    }

    /** Inserts one event of a stream of its own; returns the position drawn. */
    long insert() {
        try (ResultSet drawn = statement.executeQuery(INSERT.formatted(UUID.randomUUID()))) {
            drawn.next();
            return drawn.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins a transaction by some statements, and inserts one event. */
    static ParkedWriter begin(TestDatabase database, String... first) {
        try {
            return new ParkedWriter(database.connect(), first);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Inserts and commits one event. */
    static long commitOne(TestDatabase database) {
        try (ParkedWriter writer = begin(database)) {
            writer.commit();
            return writer.position;
        }
    }

    void commit() {
        execute("COMMIT");
    }

    void rollBack() {
        execute("ROLLBACK");
    }

    /** The first phase of a two-phase commit; the connection is free afterwards. */
    void prepare(String name) {
        execute("PREPARE TRANSACTION '%s'".formatted(name));
    }

    /** The one value of a query. */
    String query(String sql) {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the transaction, too: the server would do so only some time after the connection. */
    @Override
    public void close() {
        try (connection) {
            if (connection.isValid(TIMEOUT_SECONDS)) {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
