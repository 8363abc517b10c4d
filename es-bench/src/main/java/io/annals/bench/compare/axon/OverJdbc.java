package io.annals.bench.compare.axon;

import io.annals.bench.compare.contender.Conflicts;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.raw.Pool;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.GenericTokenTableFactory;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.EventTableFactory;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.MySqlEventTableFactory;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.Serializer;

/** Axon's own JDBC, over a pool. */
final class OverJdbc implements Base {

    private final Pool pool;
    private final ThreadsConnections connections;
    private final JdbcEventStorageEngine engine;
    private final JdbcTokenStore tokens;

    OverJdbc(Site site, Serializer serializer) {
        this.pool = new Pool(site);
        this.connections = new ThreadsConnections(pool.source());
        this.engine =
                JdbcEventStorageEngine.builder()
                        .eventSerializer(serializer)
                        .snapshotSerializer(serializer)
                        .connectionProvider(connections)
                        .transactionManager(connections)
                        .persistenceExceptionResolver(Conflicts::isOne)
                        .batchSize(Axon.READ_AT_ONCE)
                        .build();
        this.tokens =
                JdbcTokenStore.builder()
                        .connectionProvider(connections)
                        .serializer(serializer)
                        .build();
        if (!site.again()) {
            connections.executeInTransaction(
                    () -> {
                        engine.createSchema(events(site));
                        tokens.createSchema(tokens(site));
                    });
        }
    }

    private static EventTableFactory events(Site site) {
        return switch (site.kind()) {
            case POSTGRESQL -> PostgresEventTableFactory.INSTANCE;
            case MARIADB -> MySqlEventTableFactory.INSTANCE;
            case H2 -> new H2Events();
        };
    }

    private static TokenTableFactory tokens(Site site) {
        return switch (site.kind()) {
            case POSTGRESQL -> PostgresTokenTableFactory.INSTANCE;
            case MARIADB, H2 -> GenericTokenTableFactory.INSTANCE;
        };
    }

    @Override
    public String name() {
        return "JdbcEventStorageEngine and JdbcTokenStore, plain JDBC transactions";
    }

    @Override
    public TransactionManager transactions() {
        return connections;
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
        pool.close();
    }
}
