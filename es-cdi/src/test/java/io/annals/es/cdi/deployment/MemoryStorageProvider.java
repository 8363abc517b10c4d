package io.annals.es.cdi.deployment;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StorageProvider;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.Transactions;
import io.annals.es.test.InMemoryStorage;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;

/** Keeps the journal in memory, with the transactions that belong to it. */
@ApplicationScoped
@Alternative
@Priority(1)
public class MemoryStorageProvider implements StorageProvider {

    private final InMemoryStorage storage = new InMemoryStorage();
    private volatile int opened;
    private volatile StorageSettings settings = StorageSettings.defaults();

    @Override
    public synchronized JournalStorage open(Transactions transactions, StorageSettings settings) {
        opened++;
        this.settings = settings;
        return storage;
    }

    @Produces
    @ApplicationScoped
    Transactions transactions() {
        return storage.transactions();
    }

    /** How often it was opened. */
    public int opened() {
        return opened;
    }

    /** What the last opening was told. */
    public StorageSettings settings() {
        return settings;
    }

    /** The storage that it opens. */
    public InMemoryStorage storage() {
        return storage;
    }
}
