package io.annals.es.jpa;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Transactions;
import io.annals.es.test.JournalStorageContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2ContractTest extends JournalStorageContract {

    private static TestDatabase database;
    private static JournalStorage journal;

    @BeforeAll
    static void open() {
        database = new TestDatabase(H2File.create());
        journal = database.journal();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    public JournalStorage storage() {
        return journal;
    }

    @Override
    public Transactions transactions() {
        return database.transactions;
    }
}
