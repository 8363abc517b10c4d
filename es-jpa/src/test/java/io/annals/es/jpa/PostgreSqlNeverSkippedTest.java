package io.annals.es.jpa;

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
