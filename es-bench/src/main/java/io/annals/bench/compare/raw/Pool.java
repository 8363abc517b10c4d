package io.annals.bench.compare.raw;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.annals.bench.compare.contender.Conflict;
import io.annals.bench.compare.contender.Conflicts;
import io.annals.bench.compare.contender.Site;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A pool of connections, and transactions on them, without JTA. */
public final class Pool implements AutoCloseable {

    private final AgroalDataSource source;

    /** Opens no connection before one is wanted. */
    public Pool(Site site) {
        AgroalDataSourceConfigurationSupplier wanted = new AgroalDataSourceConfigurationSupplier();
        wanted.connectionPoolConfiguration()
                .maxSize(site.pool())
                .acquisitionTimeout(Duration.ofSeconds(20))
                .connectionFactoryConfiguration()
                .autoCommit(false)
                .jdbcUrl(site.login().url())
                .principal(new NamePrincipal(site.login().user()))
                .credential(new SimplePassword(site.login().password()));
        try {
            source = AgroalDataSource.from(wanted);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For libraries that take one. */
    public AgroalDataSource source() {
        return source;
    }

    /**
     * Does work in a transaction.
     *
     * @throws Conflict if a key was there already, or the database has given up on a lock
     */
    <T> T transaction(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw Conflicts.isOne(e) ? new Conflict(e) : new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        source.close();
    }

    /** What is done with a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
