package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.es.spi.StoredEvent;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dump that was taken while events were appended and followed, restored elsewhere. */
@Timeout(600)
class DumpTest {

    private static final String VIEW = "view";
    private static final int WRITERS = 4;
    private static final int DUMPS = 6;
    private static final int ALL = 1_000_000;

    private final TestDatabase database = new TestDatabase(PostgresServer.create());
    private final JournalStorage journal = database.journal();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_dump_taken_during_appends_goes_on_where_it_was_taken() throws Exception {
        database.createCustomers();
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> running = new ArrayList<>();
        List<Dump> dumps = new ArrayList<>();
        try {
            running.add(threads.submit(this::follow));
            for (int writer = 0; writer < WRITERS; writer++) {
                String streams = "s" + writer + "-";
                Random random = new Random(writer);
                running.add(threads.submit(() -> write(streams, random)));
            }
            while (dumps.size() < DUMPS) {
                awaitProgress();
                dumps.add(Dump.of(database));
                try (ParkedWriter parked = ParkedWriter.begin(database)) {
                    ParkedWriter.commitOne(database);
                    LockSupport.parkNanos(100_000_000); // so that the consumer meets the hole
                    dumps.add(Dump.of(database));
                    parked.commit();
                }
            }
        } finally {
            over.set(true);
            for (Future<?> thread : running) {
                thread.get();
            }
            threads.shutdown();
        }
        for (Dump dump : dumps) {
            assertGoesOn(dump);
        }
    }

    @Test
    void a_dump_without_its_sequence_is_refused() throws Exception {
        database.createCustomers();
        database.transactions.inNew(
                () -> journal.append(Events.any(new StreamId("dumped", "a"), 3)));
        Dump taken = Dump.of(database);
        try (TestDatabase restored = new TestDatabase(new Dump(taken.tables(), 1).restore())) {
            String refusal =
                    assertThrows(EventSourcingException.class, restored::journal).getMessage();
            assertTrue(refusal.contains("behind the journal's last position 3"), refusal);
        }
    }

    private static void assertGoesOn(Dump dump) throws Exception {
        try (TestDatabase restored = new TestDatabase(dump.restore())) {
            JournalStorage storage = restored.journal();
            Settled settled = storage.settledUpTo();
            TreeSet<Long> all = positions(storage.read(0, ALL, EventFilter.all(), ALL).events());
            assertEquals(new Settled(all.last(), false), settled);
            long checkpoint = storage.checkpoints().load(VIEW);
            assertTrue(checkpoint > 0, "nothing was followed");
            assertTrue(checkpoint <= settled.position(), checkpoint + " is beyond " + settled);
            assertEquals(all.headSet(checkpoint, true), seen(restored));
            assertEquals(
                    all.tailSet(checkpoint, false),
                    positions(
                            storage.read(checkpoint, settled.position(), EventFilter.all(), ALL)
                                    .events()));
            StreamId next = new StreamId("dumped", "next");
            restored.transactions.inNew(() -> storage.append(Events.any(next, 1)));
            long position = storage.readStream(next, 0, 1).events().get(0).position();
            assertTrue(position > dump.lastDrawn(), "drew " + position + " again");
            assertEquals(new Settled(position, false), storage.settledUpTo());
        }
    }

    private boolean write(String streams, Random random) {
        while (!over.get()) {
            StreamId stream = new StreamId("dumped", streams + random.nextInt(1_000_000));
            boolean stores = random.nextInt(10) > 0;
            try {
                database.transactions.inNew(
                        () -> {
                            journal.append(Events.any(stream, 1 + random.nextInt(3)));
                            LockSupport.parkNanos(random.nextInt(2_000_000));
                            if (!stores) {
                                throw new Refusal();
                            }
                            return true;
                        });
            } catch (Refusal leavesHoles) {
                assertTrue(!stores);
            }
        }
        return true;
    }

    /** A consumer: what it sees and its checkpoint are saved in one transaction. */
    private boolean follow() {
        long position = 0;
        journal.checkpoints().reset(VIEW, 0, 0);
        while (!over.get()) {
            long from = position;
            long upTo = journal.settledUpTo().position();
            position = upTo > from ? database.transactions.inNew(() -> handle(from, upTo)) : from;
        }
        return true;
    }

    private long handle(long from, long upTo) {
        List<StoredEvent> page = journal.read(from, upTo, EventFilter.all(), 1_000).events();
        database.em
                .createNativeQuery(
                        "INSERT INTO customer (id) SELECT * FROM unnest(string_to_array(CAST(?1 AS text), ','))")
                .setParameter(
                        1,
                        page.stream()
                                .map(event -> String.valueOf(event.position()))
                                .collect(Collectors.joining(",")))
                .executeUpdate();
        long last = page.isEmpty() ? upTo : page.get(page.size() - 1).position();
        journal.checkpoints().save(VIEW, 0, last);
        LockSupport.parkNanos(5_000_000); // so that a dump is taken in between
        return last;
    }

    private void awaitProgress() {
        long before = journal.checkpoints().load(VIEW);
        while (journal.checkpoints().load(VIEW) < before + 100) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static TreeSet<Long> positions(List<StoredEvent> events) {
        TreeSet<Long> positions = new TreeSet<>();
        events.forEach(event -> assertTrue(positions.add(event.position()), event::toString));
        return positions;
    }

    private static TreeSet<Long> seen(TestDatabase restored) {
        List<?> rows =
                restored.transactions.inNew(
                        () ->
                                restored.em
                                        .createNativeQuery("SELECT id FROM customer")
                                        .getResultList());
        TreeSet<Long> seen = new TreeSet<>();
        rows.forEach(row -> seen.add(Long.valueOf((String) row)));
        return seen;
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
