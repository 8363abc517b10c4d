package io.annals.bench.compare.axon;

import io.annals.bench.compare.contender.Conflicts;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.raw.Pool;
import io.annals.bench.numbers.Kind;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jpa.JpaTokenStore;
import org.axonframework.eventhandling.tokenstore.jpa.TokenEntry;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.DomainEventEntry;
import org.axonframework.eventsourcing.eventstore.jpa.JpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SnapshotEventEntry;
import org.axonframework.serialization.Serializer;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/** Axon's own entities, in Hibernate, over a pool. */
final class OverJpa implements Base {

    private final Pool pool;
    private final SessionFactory factory;
    private final ThreadsEntityManagers managers;
    private final JpaEventStorageEngine engine;
    private final JpaTokenStore tokens;

    OverJpa(Site site, Serializer serializer) {
        this.pool = new Pool(site);
        this.factory = factory(site, pool);
        this.managers = new ThreadsEntityManagers(factory);
        this.engine =
                JpaEventStorageEngine.builder()
                        .eventSerializer(serializer)
                        .snapshotSerializer(serializer)
                        .entityManagerProvider(managers)
                        .transactionManager(managers)
                        .persistenceExceptionResolver(Conflicts::isOne)
                        .batchSize(Axon.READ_AT_ONCE)
                        .build();
        this.tokens =
                JpaTokenStore.builder()
                        .entityManagerProvider(managers)
                        .serializer(serializer)
                        .build();
    }

    private static SessionFactory factory(Site site, Pool pool) {
        Configuration configuration =
                new Configuration()
                        .addAnnotatedClass(DomainEventEntry.class)
                        .addAnnotatedClass(SnapshotEventEntry.class)
                        .addAnnotatedClass(TokenEntry.class)
                        .setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, "50")
                        .setProperty(
                                AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, "true")
                        .setProperty(
                                AvailableSettings.HBM2DDL_AUTO, site.again() ? "none" : "update");
        configuration
                .getProperties()
                .put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool.source());
        if (site.kind() == Kind.POSTGRESQL) {
            configuration.setProperty(
                    AvailableSettings.DIALECT, ByteaInsteadOfOids.class.getName());
        }
        return configuration.buildSessionFactory();
    }

    @Override
    public String name() {
        return "JpaEventStorageEngine and JpaTokenStore on Hibernate, resource-local transactions, hibernate.jdbc.batch_size 50, bytea instead of OIDs on PostgreSQL";
    }

    @Override
    public TransactionManager transactions() {
        return managers;
    }

    @Override
    public EventStorageEngine engine() {
        return engine;
    }

    @Override
    public TokenStore tokens() {
        return tokens;
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }
}
