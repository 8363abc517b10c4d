package io.annals.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal of many carts that nobody has had to wait for: made by SQL, with consumers that have
 * handled all of it.
 */
final class LargeJournal {

    /** Ten events each, a hundred carts at a time, a second between events; one type is rare. */
    private static final String FILL =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, time, metadata, payload)
            SELECT 'cart', md5(cart::text)::uuid::text, version, gen_random_uuid(),
                CASE WHEN version = 1 THEN 'cart-opened' WHEN cart = 7 AND version = 5 THEN 'item-removed'
                    WHEN version = 10 THEN 'checked-out' ELSE 'item-added' END,
                1, now() + (place - %1$d) * interval '1 second',
                'correlation-id=' || md5(place::text)::uuid::text,
                CASE WHEN version = 1 THEN '{"customer":"Ada"}' WHEN cart = 7 AND version = 5 THEN '{"sku":"pear"}'
                    WHEN version = 10 THEN '{"cents":960}' ELSE '{"cents":60,"quantity":2,"sku":"pear"}' END::bytea
            FROM (SELECT cart, version, row_number() OVER (ORDER BY cart / 100, version, cart) AS place
                FROM generate_series(1, %1$d / 10) cart, generate_series(1, 10) version) AS made
            ORDER BY place""";

    private static final String TYPES =
            """
            INSERT INTO es_event_type (type, revision)
            SELECT DISTINCT type, 1 FROM es_event WHERE type NOT IN (SELECT type FROM es_event_type)""";

    private static final String HANDLED =
            "UPDATE es_checkpoint SET position = (SELECT max(position) FROM es_event)";

    private LargeJournal() {}

    /** Fills the empty tables of a journal that no node has open. */
    static void fill(String url, int events) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : new String[] {FILL.formatted(events), TYPES, HANDLED}) {
                statement.execute(sql);
            }
            statement.execute("VACUUM ANALYZE"); // as the server itself would, a minute later
        }
    }

    /** A column of the rows of a query, as texts. */
    static List<String> column(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }
}
