package io.annals.es.jpa;

import io.annals.testing.Login;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * What {@code pg_dump} takes and {@code pg_restore} brings back (the server that the tests start
 * comes without these programs): all tables as one REPEATABLE READ transaction sees them, and the
 * sequence as it is afterwards, since a sequence belongs to no transaction.
 */
record Dump(Map<String, byte[]> tables, long lastDrawn) {

    private static final List<String> TABLES =
            List.of(
                    "es_event",
                    "es_event_type",
                    "es_checkpoint",
                    "es_dead_letter",
                    "es_consumer",
                    "es_lease",
                    "es_journal",
                    "customer");

    static Dump of(TestDatabase database) throws SQLException, IOException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            Map<String, byte[]> tables = new LinkedHashMap<>();
            for (String table : TABLES) {
                ByteArrayOutputStream rows = new ByteArrayOutputStream();
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY " + table + " TO STDOUT", rows);
                tables.put(table, rows.toByteArray());
            }
            return new Dump(tables, lastDrawn(statement));
        }
    }

    /** A new database that holds it. */
    Login restore() throws SQLException, IOException {
        Login login = PostgresServer.create();
        try (TestDatabase database = new TestDatabase(login)) {
            database.journal().close();
            database.createCustomers();
            database.execute("DELETE FROM es_journal");
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                for (Map.Entry<String, byte[]> table : tables.entrySet()) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    "COPY " + table.getKey() + " FROM STDIN",
                                    new ByteArrayInputStream(table.getValue()));
                }
                statement.execute(
                        "SELECT setval(pg_get_serial_sequence('es_event', 'position'), %d)"
                                .formatted(lastDrawn));
            }
        }
        return login;
    }

    private static long lastDrawn(Statement statement) throws SQLException {
        try (ResultSet last =
                statement.executeQuery("SELECT last_value FROM es_event_position_seq")) {
            last.next();
            return last.getLong(1);
        }
    }
}
