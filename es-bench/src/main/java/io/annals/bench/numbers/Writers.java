package io.annals.bench.numbers;

import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import io.annals.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Threads that append, each to a stream of its own, transaction after transaction. */
final class Writers implements AutoCloseable {

    private static final byte[] PAYLOAD = "x".repeat(285).getBytes(StandardCharsets.US_ASCII);

    private final TestDatabase database;
    private final int threads;
    private final ExecutorService executor;

    private final AtomicLong stored = new AtomicLong();

    Writers(TestDatabase database, int threads) {
        this.database = database;
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /** Appends for a time; returns how many events were stored in a second. */
    double during(Duration time, Table table, int batch) {
        long start = System.nanoTime();
        return until(() -> System.nanoTime() - start >= time.toNanos(), table, batch);
    }

    /** Appends so many events; returns how many were stored in a second. */
    double store(long events, Table table, int batch) {
        long last = stored.get() + events;
        return until(() -> stored.get() >= last, table, batch);
    }

    private double until(BooleanSupplier end, Table table, int batch) {
        long before = stored.get();
        long start = System.nanoTime();
        CompletableFuture.allOf(
                        Stream.generate(
                                        () ->
                                                CompletableFuture.runAsync(
                                                        () -> write(end, table, batch), executor))
                                .limit(threads)
                                .toArray(CompletableFuture[]::new))
                .join();
        return (stored.get() - before) * 1e9 / (System.nanoTime() - start);
    }

    private void write(BooleanSupplier end, Table table, int batch) {
        StreamId stream = newStream();
        for (long version = 0; !end.getAsBoolean(); version += batch) {
            append(table, stream, version, batch);
            stored.addAndGet(batch);
        }
    }

    /** Appends in a transaction of its own. */
    void append(Table table, StreamId stream, long version, int batch) {
        List<NewEvent> events = Stream.generate(Writers::event).limit(batch).toList();
        database.transactions.inNew(
                () -> {
                    table.append(stream, version, events);
                    return true;
                });
        table.committed(batch);
    }

    static StreamId newStream() {
        return new StreamId("numbers", UUID.randomUUID().toString());
    }

    /** With an id that begins with the time, as those that the journal makes. */
    static NewEvent event() {
        UUID random = UUID.randomUUID();
        long high =
                System.currentTimeMillis() << 16
                        | 0x7000
                        | random.getMostSignificantBits() & 0x0fff;
        return new NewEvent(
                new UUID(high, random.getLeastSignificantBits()), "measured", 1, PAYLOAD);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
