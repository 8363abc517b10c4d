package io.annals.es.test;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Transactions;

final class InMemoryStorageContractTest extends JournalStorageContract {

    private final InMemoryStorage storage = new InMemoryStorage();

    @Override
    public JournalStorage storage() {
        return storage;
    }

    @Override
    public Transactions transactions() {
        return storage.transactions();
    }
}
