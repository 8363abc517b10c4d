package io.annals.es.jpa;

import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgreSqlNeverSkippedTest extends NeverSkippedTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(PostgresServer::create, PersistenceProviders.HIBERNATE);

    @Override
    OpenJournal journal() {
        return JOURNAL;
    }
}
