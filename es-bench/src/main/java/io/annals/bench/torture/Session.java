package io.annals.bench.torture;

import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StorageSettings;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The journal as an application has it: production code over JTA, a pool and a persistence unit.
 */
record Session(TestDatabase database, JournalStorage storage, TypedJournal journal) {

    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(200);

    /** Opens the journal as soon as the database is there. */
    static Session open(Task task) {
        while (true) {
            try {
                return over(new TestDatabase(task.login(), task.provider()), task.settings());
            } catch (RuntimeException e) { // providers say in many ways that it is away
                complain(e);
                pause(BEFORE_NEXT_TRY);
            }
        }
    }

    private static Session over(TestDatabase database, StorageSettings settings) {
        try {
            JournalStorage storage = database.journal(settings);
            TypedJournal journal =
                    new TypedJournal(
                            storage,
                            new JsonbEventSerializer(),
                            () -> EventTypes.of(List.of(Written.class)),
                            database.transactions,
                            () -> {});
            return new Session(database, storage, journal);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Into the node's log. */
    static void complain(Exception e) {
        System.err.println(Instant.now() + " " + e);
    }

    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
