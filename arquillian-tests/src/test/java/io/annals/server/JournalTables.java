package io.annals.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of a journal on PostgreSQL, as an operator's tool sees them. */
final class JournalTables {

    private final String url;

    JournalTables(String url) {
        this.url = url;
    }

    /** Who has a lease, and how often it was taken over. */
    record Lease(String owner, long epoch) {

        boolean isOf(ServerProcess server) {
            return owner.startsWith(server.pid() + "@");
        }
    }

    /** The versions of each stream of a category, in the order of the journal. */
    Map<String, List<Long>> streams(String category) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT stream_id, version FROM es_event WHERE category = ? ORDER BY position")) {
            statement.setString(1, category);
            Map<String, List<Long>> streams = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    streams.computeIfAbsent(rows.getString(1), id -> new ArrayList<>())
                            .add(rows.getLong(2));
                }
            }
            return streams;
        }
    }

    /** The leases of a consumer's segments that are valid now, by the segment's name. */
    Map<String, Lease> segments(String consumer) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                SELECT substr(name, length('consumer ') + 1), owner, epoch FROM es_lease
                                WHERE (name = ? OR name LIKE ?) AND expires > clock_timestamp()""")) {
            statement.setString(1, "consumer " + consumer);
            statement.setString(2, "consumer " + consumer + " %");
            try (ResultSet rows = statement.executeQuery()) {
                return leases(rows);
            }
        }
    }

    /** The leases of consumers, by name. */
    Map<String, Lease> leases() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT name, owner, epoch FROM es_lease WHERE name LIKE 'consumer %'")) {
            return leases(rows);
        }
    }

    private static Map<String, Lease> leases(ResultSet rows) throws SQLException {
        Map<String, Lease> leases = new HashMap<>();
        while (rows.next()) {
            leases.put(rows.getString(1), new Lease(rows.getString(2), rows.getLong(3)));
        }
        return leases;
    }

    /** How many snapshots of a cart look as the shop has stored them. */
    int goodSnapshots(String cart) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                SELECT count(*) FROM es_snapshot s
                                WHERE stream_id = ? AND length(payload) > 2 AND checksum <> 0 AND type LIKE '%Cart'
                                AND version <= (SELECT max(version) FROM es_event e WHERE e.stream_id = s.stream_id)""")) {
            statement.setString(1, cart);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Runs a statement that changes rows. */
    int change(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Begins a transaction that has stored an event, and leaves it open. */
    ParkedAppend park(String application) throws SQLException {
        return new ParkedAppend(connect(), application);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    /** A transaction that holds up the readers of the journal; ends by rollback. */
    static final class ParkedAppend implements AutoCloseable {

        private final Connection connection;
        private final long pid;

        private ParkedAppend(Connection connection, String application) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            connection.setClientInfo("ApplicationName", application);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                        """
                        INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
                        VALUES ('parked', 'parked', 1, gen_random_uuid(), 'parked', 1, '')""");
                try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                    row.next();
                    this.pid = row.getLong(1);
                }
            }
        }

        /** The database's process. */
        long pid() {
            return pid;
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }
}
