package io.annals.bench.compare.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Knows how to have its database fill its own table, which is quicker than appending. */
public interface Growable {

    /** Has so many events be stored, in carts of ten; tells the database to look at them. */
    void grow(long events);

    /**
     * Does that on PostgreSQL.
     *
     * @param connection in auto-commit mode
     * @param table of the events
     * @param insert with a prefix for the names of carts, the payloads of a cart's first and of its
     *     other events, and the first and the last number {@code g} of a series, which begins anew
     *     for each prefix
     */
    static void onPostgreSql(
            Connection connection,
            String table,
            String insert,
            byte[] first,
            byte[] other,
            long events)
            throws SQLException {
        int atOnce = 100_000;
        String prefix = UUID.randomUUID() + "-";
        try (Statement statement = connection.createStatement();
                PreparedStatement filling = connection.prepareStatement(insert)) {
            long missing = events;
            try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
                count.next();
                missing -= count.getLong(1);
            }
            for (long from = 0; from < missing; from += atOnce) {
                filling.setString(1, prefix);
                filling.setBytes(2, first);
                filling.setBytes(3, other);
                filling.setLong(4, from);
                filling.setLong(5, Math.min(missing, from + atOnce) - 1);
                filling.executeUpdate();
            }
            statement.execute("VACUUM ANALYZE " + table);
            statement.execute("CHECKPOINT");
        }
    }
}
