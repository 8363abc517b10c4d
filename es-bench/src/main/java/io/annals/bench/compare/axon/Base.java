package io.annals.bench.compare.axon;

import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** Where Axon stores: one set of transactions, of events and of tokens. */
interface Base extends AutoCloseable {

    /** Says in a few words what it is. */
    String name();

    TransactionManager transactions();

    EventStorageEngine engine();

    TokenStore tokens();

    @Override
    void close();
}
