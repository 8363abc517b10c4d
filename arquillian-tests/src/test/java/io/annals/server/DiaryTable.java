package io.annals.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The view of a projection that notes events in the order in which they come to it. */
final class DiaryTable {

    private static final String CREATE =
            "CREATE TABLE diary (place bigserial, stream varchar(255), version bigint, pid bigint)";

    private final String url;

    private DiaryTable(String url) {
        this.url = url;
    }

    static DiaryTable create(String url) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
        return new DiaryTable(url);
    }

    /** The versions of each stream, in the order in which they came. */
    Map<String, List<Long>> streams() throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT stream, version FROM diary ORDER BY place")) {
            Map<String, List<Long>> streams = new HashMap<>();
            while (rows.next()) {
                streams.computeIfAbsent(rows.getString(1), id -> new ArrayList<>())
                        .add(rows.getLong(2));
            }
            return streams;
        }
    }

    /** The processes that have handled any of them. */
    Set<Long> pids() throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT pid FROM diary")) {
            Set<Long> pids = new HashSet<>();
            while (rows.next()) {
                pids.add(rows.getLong(1));
            }
            return pids;
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }
}
