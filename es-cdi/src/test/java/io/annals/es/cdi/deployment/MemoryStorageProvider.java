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
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

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

    /** As a database would say it. */
    @Override
    public boolean isContention(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .anyMatch(
                        cause ->
                                cause instanceof SQLException database
                                        && "40001".equals(database.getSQLState()));
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
