package io.annals.es.jpa;

import io.annals.testing.H2File;
import io.annals.testing.PersistenceProviders;
import org.junit.jupiter.api.extension.RegisterExtension;

class H2OnHibernateSharedTransactionTest extends SharedTransactionTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(H2File::create, PersistenceProviders.HIBERNATE);

    @Override
    OpenJournal journal() {
        return JOURNAL;
    }

    @Override
    String lockTimeoutStatement() {
        return "SET LOCK_TIMEOUT 100";
    }
}
