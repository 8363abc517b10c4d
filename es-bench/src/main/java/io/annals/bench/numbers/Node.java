package io.annals.bench.numbers;

import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.EventHandler;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.Login;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A node as an application server runs it: pool, transactions, journal and engine of its own. */
final class Node implements AutoCloseable {

    /** Some 300 bytes of JSON. */
    @EventType("measured")
    public record Measured(String text) {}

    private static final Polling POLLING =
            new Polling(Duration.ofMillis(5), Duration.ofMillis(250));
    static final Measured EVENT = new Measured("x".repeat(285));

    private final TestDatabase database;
    private final JournalStorage storage;
    private final TypedJournal journal;
    private final ConsumerEngine engine;

    Node(Login login) {
        this.database = new TestDatabase(login);
        this.storage = database.journal();
        EventTypes types = EventTypes.of(List.of(Measured.class));
        AtomicReference<@Nullable Runnable> wake = new AtomicReference<>();
        this.journal =
                new TypedJournal(
                        storage,
                        new JsonbEventSerializer(),
                        () -> types,
                        database.transactions,
                        () -> Optional.ofNullable(wake.get()).ifPresent(Runnable::run));
        this.engine =
                new ConsumerEngine(storage, journal, database.transactions, Thread::new, POLLING);
        wake.set(engine::wake);
        engine.open();
    }

    TestDatabase database() {
        return database;
    }

    JournalStorage storage() {
        return storage;
    }

    TypedJournal journal() {
        return journal;
    }

    /**
     * Appends to a new stream in a transaction of its own; returns when that was committed, in
     * nanoseconds.
     */
    long append(int count) {
        append(UUID.randomUUID().toString(), count);
        return System.nanoTime();
    }

    /** Appends to a stream in a transaction of its own. */
    void append(String id, int count) {
        journal.append(
                new StreamId("measured", id),
                ExpectedVersion.any(),
                Collections.nCopies(count, EVENT));
    }

    void follow(String name, int batch, EventHandler handler) {
        engine.start(
                new Consumer(name, EventFilter.all(), Delivery.EXACTLY_ONCE, handler)
                        .withBatch(batch));
        awaitCaughtUp(name);
    }

    /** Has a consumer begin anew. */
    void replay(String name) {
        engine.consumers().reset(name, 0);
    }

    void pause(String name) {
        engine.consumers().pause(name);
    }

    void awaitCaughtUp(String name) {
        long head = storage.settledUpTo().position();
        while (database.transactions.inNew(() -> storage.checkpoints().load(name)) < head) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        engine.close();
        database.close();
    }
}
