package io.annals.es.jpa;

import io.annals.testing.MariaDbServer;
import io.annals.testing.PersistenceProviders;
import org.junit.jupiter.api.extension.RegisterExtension;

class MariaDbNodesNeverSkippedTest extends NodesNeverSkippedTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(MariaDbServer::create, PersistenceProviders.HIBERNATE);

    @Override
    OpenJournal journal() {
        return JOURNAL;
    }
}
