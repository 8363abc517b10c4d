package io.annals.es.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.Session;

/**
 * Runs an update on the connection of a Hibernate session, in its transaction: the only class that
 * knows Hibernate, which an application may not have.
 *
 * <p>A native query would do the same, but Hibernate looks at each of its parameters several times:
 * for an append of 100 events that costs more than the work of the database. A failure is not
 * logged here; whoever asked for the update knows what it means.
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
        return em.unwrap(Session.class)
                .doReturningWork(connection -> update(connection, sql, parameters));
    }

    private static int update(Connection connection, PositionalSql sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            int place = 1;
            for (int parameter : sql.parameters()) {
                statement.setObject(place++, parameters[parameter - 1]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }
}
