package io.annals.es.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on the connection of a Hibernate session, in its transaction: the only class that
 * knows Hibernate, which an application may not have.
 *
 * <p>A native query would do the same, but Hibernate looks at each of its parameters and of its
 * values several times: for an append or a page of events that costs more than the work of the
 * database. A failure is not logged here; whoever asked for the statement knows what it means.
 */
final class HibernateConnection {

    private HibernateConnection() {}

    /** Whether an entity manager is a Hibernate session; to be asked in a transaction. */
    static boolean isOf(EntityManager em) {
        try {
            return em.unwrap(Session.class) != null;
        } catch (PersistenceException | LinkageError e) {
            return false; // it is another provider's, or Hibernate's classes cannot be seen
        }
    }

    /** Runs a statement and returns its count of rows. */
    static int update(EntityManager em, PositionalSql sql, Object... parameters) {
        return prepared(em, sql, parameters, PreparedStatement::executeUpdate);
    }

    /** The rows of a query: each an array if it selects several columns, else the value. */
    static List<@Nullable Object> rows(EntityManager em, PositionalSql sql, Object... parameters) {
        return prepared(em, sql, parameters, HibernateConnection::rows);
    }

    private static List<@Nullable Object> rows(PreparedStatement statement) throws SQLException {
        List<@Nullable Object> all = new ArrayList<>();
        try (ResultSet found = statement.executeQuery()) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                all.add(columns == 1 ? found.getObject(1) : row(found, columns));
            }
        }
        return all;
    }

    private static @Nullable Object[] row(ResultSet found, int columns) throws SQLException {
        @Nullable Object[] row = new Object[columns];
        for (int column = 0; column < columns; column++) {
            row[column] = found.getObject(column + 1);
        }
        return row;
    }

    private static <T> T prepared(
            EntityManager em, PositionalSql sql, Object[] parameters, Run<T> run) {
        return em.unwrap(Session.class)
                .doReturningWork(
                        connection -> {
                            try (PreparedStatement statement =
                                    connection.prepareStatement(sql.text())) {
                                int place = 1;
                                for (int parameter : sql.parameters()) {
                                    statement.setObject(place++, parameters[parameter - 1]);
                                }
                                return run.on(statement);
                            } catch (SQLException e) {
                                throw new PersistenceException(e);
                            }
                        });
    }

    /** What is done with a statement whose parameters are set. */
    private interface Run<T> {
        T on(PreparedStatement statement) throws SQLException;
    }
}
