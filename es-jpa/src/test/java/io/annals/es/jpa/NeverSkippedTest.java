package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.es.spi.StoredEvent;
import io.annals.testing.TestDatabase;
import jakarta.transaction.RollbackException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Eight writers append, roll back and park while a reader follows: it sees every committed event
 * once, in the order of positions, and each stream in the order of its versions.
 */
@Timeout(900)
abstract class NeverSkippedTest {

    private static final int WRITERS = 8;
    private static final int APPENDS = 500;
    private static final int STREAMS = 40;

    private final String category = "followed";
    private final TestDatabase database = journal().database();
    private final JournalStorage storage = journal().storage();
    private final AtomicInteger finished = new AtomicInteger();

    abstract OpenJournal journal();

    /** The nodes on which a reader follows the journal; writers use the first. */
    List<JournalStorage> nodes() {
        return List.of(storage);
    }

    /** What a transaction does before it appends. */
    void begin(Random random) {}

    /** Makes trouble, again and again, while there are writers. */
    void disturb() {
        LockSupport.parkNanos(20_000_000);
    }

    @Test
    void a_reader_sees_every_committed_event_once_and_in_order()
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<List<StoredEvent>>> readers =
                    nodes().stream().map(node -> threads.submit(() -> follow(node))).toList();
            List<Future<Integer>> writers =
                    IntStream.range(0, WRITERS)
                            .mapToObj(writer -> threads.submit(() -> write(new Random(writer))))
                            .toList();
            while (!writers.stream().allMatch(Future::isDone)) {
                disturb();
            }
            int committed = 0;
            for (Future<Integer> writer : writers) {
                committed += writer.get();
            }
            assertTrue(committed > WRITERS * APPENDS / 2, "committed " + committed);
            for (Future<List<StoredEvent>> reader : readers) {
                List<StoredEvent> seen = reader.get();
                assertEquals(committed, seen.size());
                assertOrdered(seen);
            }
        } finally {
            threads.shutdown();
        }
    }

    private int write(Random random) {
        int committed = 0;
        try {
            for (int i = 0; i < APPENDS; i++) {
                int events = 1 + random.nextInt(3);
                try {
                    database.transactions.inNew(() -> appendOrFail(random, events));
                    committed += events;
                } catch (RetryableException | Refusal notStored) {
                    // this is what some are meant to do
                } catch (IllegalStateException notCommitted) {
                    if (!(notCommitted.getCause() instanceof RollbackException)) {
                        throw notCommitted;
                    }
                }
            }
        } finally {
            finished.incrementAndGet();
        }
        return committed;
    }

    private boolean appendOrFail(Random random, int events) {
        begin(random);
        StreamId stream = new StreamId(category, "s" + random.nextInt(STREAMS));
        storage.append(Events.any(stream, events));
        if (random.nextInt(20) == 0) {
            LockSupport.parkNanos(5_000_000); // others draw, commit and are read meanwhile
        }
        if (random.nextInt(10) == 0) {
            throw new Refusal();
        }
        return true;
    }

    private List<StoredEvent> follow(JournalStorage node) {
        List<StoredEvent> seen = new ArrayList<>();
        long position = 0;
        boolean more = true;
        while (more) {
            boolean writing = finished.get() < WRITERS;
            Settled settled = settledUpTo(node, position);
            assertTrue(settled.position() >= position, "settled went back");
            List<StoredEvent> page;
            do {
                page = node.read(position, settled.position(), EventFilter.all(), 100).events();
                seen.addAll(page);
                position =
                        page.isEmpty() ? settled.position() : page.get(page.size() - 1).position();
            } while (!page.isEmpty());
            more = writing || settled.waiting();
            LockSupport.parkNanos(1_000_000); // a busy reader would slow the writers down
        }
        return seen;
    }

    private static Settled settledUpTo(JournalStorage node, long position) {
        try {
            return node.settledUpTo();
        } catch (RetryableException lostRace) {
            return new Settled(position, true);
        }
    }

    private void assertOrdered(List<StoredEvent> seen) {
        long position = 0;
        Map<StreamId, Long> versions = new HashMap<>();
        for (StoredEvent event : seen) {
            assertTrue(event.position() > position, event::toString);
            position = event.position();
            long expected = versions.merge(event.stream(), 1L, Long::sum);
            assertEquals(expected, event.version(), event::toString);
        }
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
