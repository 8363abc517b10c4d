package io.annals.testing;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.annals.es.jpa.JpaStorageProvider;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StorageSettings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postgresql.xa.PGXADataSource;

/**
 * One database with all that an application server puts over it: JTA, a pool, a persistence unit.
 */
public final class TestDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 20;

    public final JtaTransactions transactions = new JtaTransactions();
    public final EntityManager em;
    private final Login login;
    private final AgroalDataSource pool;
    private final EntityManagerFactory factory;

    public TestDatabase(Login login) {
        this(login, PersistenceProviders.HIBERNATE);
    }

    public TestDatabase(Login login, PersistenceProviders provider) {
        this(login, provider, List.of());
    }

    public TestDatabase(Login login, PersistenceProviders provider, List<String> mappings) {
        this(login, CONNECTIONS, provider, mappings);
    }

    public TestDatabase(
            Login login, int connections, PersistenceProviders provider, List<String> mappings) {
        this(login, connections, Optional.empty(), provider, mappings);
    }

    private TestDatabase(
            Login login,
            int connections,
            Optional<Class<?>> xaDataSource,
            PersistenceProviders provider,
            List<String> mappings) {
        this.login = login;
        this.pool = pool(login, connections, xaDataSource, transactions);
        this.factory = new Unit(pool, provider.className(), provider.properties(), mappings).open();
        this.em = Unit.shared(factory, transactions);
    }

    /** PostgreSQL with connections that take part in two-phase commits. */
    public static TestDatabase withXa(Login login) {
        return new TestDatabase(
                login,
                CONNECTIONS,
                Optional.of(PGXADataSource.class),
                PersistenceProviders.HIBERNATE,
                List.of());
    }

    /** Opens the journal, creating its tables where they are missing. */
    public JournalStorage journal() {
        return journal(true);
    }

    public JournalStorage journal(boolean createSchema) {
        return journal(StorageSettings.defaults().withCreateSchema(createSchema));
    }

    public JournalStorage journal(StorageSettings settings) {
        return new JpaStorageProvider(em).open(transactions, settings);
    }

    /** The same database, with all that another server puts over it. */
    public TestDatabase onAnotherNode() {
        return new TestDatabase(login);
    }

    /**
     * Leaves so few connections, and so little time to wait for one. The others are in use until
     * this is closed: a pool whose size changes while somebody waits may forget to wake him.
     */
    public void leave(int connections, Duration patience) {
        int most = pool.getConfiguration().connectionPoolConfiguration().maxSize();
        try {
            for (int taken = connections; taken < most; taken++) {
                pool.getConnection();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        pool.getConfiguration().connectionPoolConfiguration().setAcquisitionTimeout(patience);
    }

    /** Lets the pool forget the connections that it has open. */
    public void reconnect() {
        pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }

    public String url() {
        return login.url();
    }

    /** A connection beside the pool. */
    public Connection connect() {
        try {
            return DriverManager.getConnection(login.url(), login.user(), login.password());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server calls itself, and its version. */
    public String product() {
        try (Connection connection = connect()) {
            return "%s %s"
                    .formatted(
                            connection.getMetaData().getDatabaseProductName(),
                            connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The application's own table. */
    public void createCustomers() {
        execute(
                "CREATE TABLE IF NOT EXISTS customer (id varchar(100) PRIMARY KEY, email varchar(100) UNIQUE)");
    }

    private static AgroalDataSource pool(
            Login login,
            int connections,
            Optional<Class<?>> xaDataSource,
            JtaTransactions transactions) {
        AgroalDataSourceConfigurationSupplier source = new AgroalDataSourceConfigurationSupplier();
        source.connectionPoolConfiguration()
                .maxSize(connections)
                .acquisitionTimeout(Duration.ofSeconds(20))
                .transactionIntegration(
                        new NarayanaTransactionIntegration(
                                transactions.manager, transactions.registry))
                .connectionFactoryConfiguration()
                .jdbcUrl(login.url())
                .principal(new NamePrincipal(login.user()))
                .credential(new SimplePassword(login.password()));
        xaDataSource.ifPresent(
                source.connectionPoolConfiguration().connectionFactoryConfiguration()
                        ::connectionProviderClass);
        try {
            return AgroalDataSource.from(source);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }
}
