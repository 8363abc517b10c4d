package io.annals.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void runs_the_version_that_the_build_names() throws Exception {
        Login login = PostgresServer.create();
        try (Connection connection =
                        DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SHOW server_version")) {
            version.next();
            String expected = System.getProperty("postgresql.version");
            assertTrue(expected.startsWith(version.getString(1) + "."), version.getString(1));
        }
    }
}
