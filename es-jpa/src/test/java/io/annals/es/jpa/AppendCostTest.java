package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StorageSettings;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On PostgreSQL the order of the journal costs an append nothing. */
class AppendCostTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(PostgresServer::create, PersistenceProviders.HIBERNATE);

    /** Rows of all tables that this connection has written; it tells more of them as it goes on. */
    private static final String WRITTEN =
            "SELECT sum(n_tup_ins), sum(n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables";

    private final TestDatabase database = JOURNAL.database();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 500})
    void an_append_after_an_exact_version_is_one_statement_that_writes_the_events_alone(
            int events) {
        StreamId stream = new StreamId("cost", "after-" + events);
        AtomicInteger statements = new AtomicInteger();
        JournalStorage storage =
                Steps.open(database, StorageSettings.defaults(), statements::incrementAndGet);
        database.transactions.inNew(() -> storage.append(Events.any(stream, 1)));
        database.transactions.inNew(
                () -> {
                    Object[] writtenBefore = written();
                    statements.set(0);
                    storage.append(Events.to(stream, ExpectedVersion.exactly(1), events));
                    assertEquals(1, statements.get());
                    Object[] written = written();
                    assertEquals(events, Sql.number(written[0]) - Sql.number(writtenBefore[0]));
                    assertEquals(0, Sql.number(written[1]) - Sql.number(writtenBefore[1]));
                    return true;
                });
    }

    private Object[] written() {
        return (Object[]) database.em.createNativeQuery(WRITTEN).getSingleResult();
    }
}
