package io.annals.es.jpa;

import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.TestDatabase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A transaction on a thread of its own that has appended one event and rolls back at last. */
final class OtherTransaction implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CountDownLatch appended = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final TestDatabase database;
    private final JournalStorage storage;
    private final StreamId stream;
    private Future<?> running;

    OtherTransaction(TestDatabase database, JournalStorage storage, StreamId stream) {
        this.database = database;
        this.storage = storage;
        this.stream = stream;
    }

    void append() {
        append(ExpectedVersion.any());
    }

    void append(ExpectedVersion expected) {
        running =
                thread.submit(
                        () -> {
                            database.transactions.manager.begin();
                            storage.append(Events.to(stream, expected, 1));
                            appended.countDown();
                            end.await();
                            database.transactions.manager.rollback();
                            return null;
                        });
        await(appended);
    }

    @Override
    public void close() {
        end.countDown();
        try {
            running.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
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
