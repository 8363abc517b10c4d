package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventFilter;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Half of the transactions are committed in two phases, with a pause between them. */
class PostgreSqlXaNeverSkippedTest extends NeverSkippedTest {

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(() -> TestDatabase.withXa(PostgresServer.create()));

    private final TestDatabase database = JOURNAL.database();

    @Override
    OpenJournal journal() {
        return JOURNAL;
    }

    @Override
    void begin(Random random) {
        if (random.nextBoolean()) {
            new SecondResource(() -> LockSupport.parkNanos(random.nextInt(3_000_000)))
                    .enlist(database);
        }
    }

    @Test
    void waits_for_a_transaction_that_stops_between_its_two_phases() throws Exception {
        TestDatabase own = TestDatabase.withXa(PostgresServer.create());
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (own) {
            JournalStorage storage = own.journal();
            StreamId early = new StreamId("xa", "early");
            StreamId late = new StreamId("xa", "late");
            CountDownLatch prepared = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            SecondResource between =
                    new SecondResource(
                            () -> {
                                prepared.countDown();
                                await(goOn);
                            });
            Future<?> parked =
                    thread.submit(
                            () ->
                                    own.transactions.inNew(
                                            () -> {
                                                between.enlist(own);
                                                return storage.append(Events.any(early, 1));
                                            }));
            await(prepared);
            own.transactions.inNew(() -> storage.append(Events.any(late, 1)));
            assertEquals(
                    1L,
                    own.transactions.inNew(
                            () ->
                                    own.em
                                            .createNativeQuery(
                                                    "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()",
                                                    Long.class)
                                            .getSingleResult()));
            assertEquals(new Settled(0, true), storage.settledUpTo());
            assertEquals(new Settled(0, true), storage.settledUpTo());
            goOn.countDown();
            parked.get();
            assertEquals(new Settled(2, false), storage.settledUpTo());
            assertEquals(
                    List.of(early, late),
                    storage.read(0, 2, EventFilter.all(), 10).events().stream()
                            .map(event -> event.stream())
                            .toList());
        } finally {
            thread.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
