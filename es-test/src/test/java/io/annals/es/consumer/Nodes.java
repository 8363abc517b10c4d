package io.annals.es.consumer;

import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Engines on one journal, each of them a node, and the words in which tests speak of them. */
final class Nodes implements AutoCloseable {

    static final Polling POLLING = new Polling(Duration.ofMillis(5), Duration.ofMillis(5));

    private final InMemoryStorage storage;
    private final TypedJournal journal;
    private final List<ConsumerEngine> engines = new ArrayList<>();

    /** Nodes that know these events. */
    Nodes(InMemoryStorage storage, Class<?>... events) {
        this.storage = storage;
        this.journal = journal(events);
    }

    /** The journal as it is seen by nodes that know these events. */
    TypedJournal journal(Class<?>... events) {
        return new TypedJournal(
                storage,
                new JsonbEventSerializer(),
                () -> EventTypes.of(List.of(events)),
                storage.transactions(),
                () -> {});
    }

    /** What all nodes know. */
    TypedJournal journal() {
        return journal;
    }

    ConsumerEngine open() {
        return open(storage, journal);
    }

    ConsumerEngine open(JournalStorage seen, TypedJournal known) {
        ConsumerEngine engine =
                new ConsumerEngine(seen, known, storage.transactions(), Thread::new, POLLING);
        engine.open();
        engines.add(engine);
        return engine;
    }

    Receipt append(StreamId stream, Object... events) {
        return journal.append(stream, ExpectedVersion.any(), List.of(events));
    }

    /** Waits as long as the test may take. */
    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain");
            }
        }
    }

    @Override
    public void close() {
        engines.forEach(ConsumerEngine::close);
    }
}
