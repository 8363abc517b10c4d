package io.annals.es.jpa;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Transactions;
import io.annals.es.test.JournalStorageContract;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PersistenceProviders;
import org.junit.jupiter.api.extension.RegisterExtension;

class MariaDbOnHibernateContractTest extends JournalStorageContract {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(MariaDbServer::create, PersistenceProviders.HIBERNATE);

    @Override
    public JournalStorage storage() {
        return JOURNAL.storage();
    }

    @Override
    public Transactions transactions() {
        return JOURNAL.database().transactions;
    }
}
