package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Serializable writers, writers that wrote elsewhere first, writers that have rolled back to a
 * savepoint; while transactions that have nothing to do with the journal are parked from the
 * beginning to the end.
 */
class PostgreSqlMixedWritersNeverSkippedTest extends NeverSkippedTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(PostgresServer::create, PersistenceProviders.HIBERNATE);

    private static final String INSERT_IN_VAIN =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
            VALUES ('vain', CAST(gen_random_uuid() AS varchar), 1, gen_random_uuid(), 'vain', 1, '')""";

    private Unrelated unrelated;

    @Override
    OpenJournal journal() {
        return JOURNAL;
    }

    @BeforeEach
    void park() throws SQLException {
        unrelated = Unrelated.park(JOURNAL.database());
    }

    @AfterEach
    void assertParked() throws SQLException {
        assertTrue(unrelated.areParked());
        unrelated.close();
    }

    @Override
    void begin(Random random) {
        switch (random.nextInt(5)) {
            case 0 -> execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
            case 1 ->
                    execute("INSERT INTO customer (id) VALUES ('%s')".formatted(UUID.randomUUID()));
            case 2 -> {
                execute("SAVEPOINT before");
                execute(INSERT_IN_VAIN);
                execute("ROLLBACK TO SAVEPOINT before");
            }
            default -> {
                // most do nothing else
            }
        }
    }

    private static void execute(String sql) {
        JOURNAL.database().em.createNativeQuery(sql).executeUpdate();
    }
}
