package io.annals.es.jpa;

import io.annals.testing.H2File;
import io.annals.testing.PersistenceProviders;
import org.junit.jupiter.api.extension.RegisterExtension;

class H2NodesNeverSkippedTest extends NodesNeverSkippedTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(H2File::create, PersistenceProviders.HIBERNATE);

    @Override
    OpenJournal journal() {
        return JOURNAL;
    }
}
