package io.annals.bench.numbers;

import io.annals.es.StreamId;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.NewEvent;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The journal on a node as an application server runs it: every commit wakes the engine, which
 * finds out how far the journal is settled.
 */
final class FollowedJournal implements Table, AutoCloseable {

    private static final Polling POLLING =
            new Polling(Duration.ofMillis(5), Duration.ofMillis(250));
    private static final long LOOK_NANOS = 100_000;

    private final Journal journal;
    private final ConsumerEngine engine;
    private final AtomicLong last;
    private final AtomicLong largestBacklog = new AtomicLong();

    /** Starts an engine without consumers on a journal; it has settled what is stored. */
    FollowedJournal(TestDatabase database, Journal journal) {
        this.journal = journal;
        this.last = new AtomicLong(journal.settleAll());
        this.engine =
                new ConsumerEngine(
                        journal.storage(),
                        new TypedJournal(
                                journal.storage(),
                                new JsonbEventSerializer(),
                                () -> EventTypes.of(List.of()),
                                database.transactions,
                                () -> {}),
                        database.transactions,
                        Thread::new,
                        POLLING);
        engine.open();
        settle();
    }

    @Override
    public void append(StreamId stream, long version, List<NewEvent> events) {
        journal.append(stream, version, events);
    }

    @Override
    public void committed(int events) {
        engine.wake();
        long backlog = last.addAndGet(events) - engine.journalStatus().position();
        largestBacklog.accumulateAndGet(backlog, Math::max);
    }

    /** Waits until everything committed is settled, and tells how long that took. */
    Duration settle() {
        long start = System.nanoTime();
        while (engine.journalStatus().position() < last.get()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** The most events that were committed and not settled, at the end of any transaction. */
    long largestBacklog() {
        return largestBacklog.get();
    }

    @Override
    public void close() {
        engine.close();
    }
}
