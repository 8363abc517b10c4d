package io.annals.es.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs the journal's own statements through the entity manager, so that they are part of its
 * transaction.
 *
 * <p>No statement flushes the application's entities: what their flush would violate is none of
 * ours.
 */
final class Sql {

    /**
     * Keeps Hibernate from emptying the application's second-level cache at each native statement.
     */
    private static final String HIBERNATE_SPACES = "org.hibernate.query.native.spaces";

    private final EntityManager em;
    private final Map<String, PositionalSql> positional = new ConcurrentHashMap<>();
    private volatile @Nullable Boolean onHibernate;

    Sql(EntityManager em) {
        this.em = em;
    }

    /** Runs a native statement and returns its count of rows. */
    int update(String sql, Object... parameters) {
        return isOnHibernate()
                ? HibernateConnection.update(em, positional(sql), parameters)
                : query(sql, parameters).executeUpdate();
    }

    /** The rows of a native query: each an array if it selects several columns, else the value. */
    List<?> rows(String sql, Object... parameters) {
        return isOnHibernate()
                ? HibernateConnection.rows(em, positional(sql), parameters)
                : query(sql, parameters).getResultList();
    }

    /** The only row of a native query of several columns. */
    @Nullable Object[] row(String sql, Object... parameters) {
        return (Object[]) rows(sql, parameters).get(0);
    }

    /** The only value of a native query that counts. */
    long count(String sql, Object... parameters) {
        return number(rows(sql, parameters).get(0));
    }

    private boolean isOnHibernate() {
        Boolean known = onHibernate;
        if (known == null) {
            known = HibernateConnection.isOf(em);
            onHibernate = known;
        }
        return known;
    }

    private PositionalSql positional(String sql) {
        PositionalSql known = positional.get(sql); // without a lock
        return known != null ? known : positional.computeIfAbsent(sql, PositionalSql::of);
    }

    private Query query(String sql, Object... parameters) {
        Query query =
                em.createNativeQuery(sql)
                        .setFlushMode(FlushModeType.COMMIT)
                        .setHint(HIBERNATE_SPACES, "es_event");
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }

    /** The data source of the persistence unit, if the provider tells it. */
    Optional<DataSource> dataSource() {
        return UnitDataSource.of(em);
    }

    /** Reads a number of whatever type the driver made of it; null is 0. */
    static long number(@Nullable Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }
}
