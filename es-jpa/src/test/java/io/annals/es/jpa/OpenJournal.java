package io.annals.es.jpa;

import io.annals.es.spi.JournalStorage;
import io.annals.testing.Login;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.TestDatabase;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Opens a journal in a new database for one test class. */
final class OpenJournal implements BeforeAllCallback, AfterAllCallback {

    private final Supplier<TestDatabase> databases;
    private TestDatabase database;
    private JournalStorage storage;

    OpenJournal(Supplier<Login> logins, PersistenceProviders provider) {
        this(() -> new TestDatabase(logins.get(), provider));
    }

    OpenJournal(Supplier<TestDatabase> databases) {
        this.databases = databases;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        database = databases.get();
        storage = database.journal();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        database.close();
    }

    TestDatabase database() {
        return database;
    }

    JournalStorage storage() {
        return storage;
    }
}
