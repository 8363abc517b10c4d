package io.annals.es.test;

import io.annals.es.spi.Transactions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * A transaction held open on a thread of its own, so that a test decides what happens when; ends by
 * rollback.
 */
final class OpenTransaction implements AutoCloseable {

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Boolean> end;

    private OpenTransaction(Transactions transactions) {
        end = thread.submit(() -> transactions.inNew(this::takeSteps));
    }

    static OpenTransaction begin(Transactions transactions) {
        OpenTransaction open = new OpenTransaction(transactions);
        open.run(() -> true);
        return open;
    }

    /**
     * Does the work in this transaction; the future ends with the work, not with the transaction.
     */
    <T> Future<T> start(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        steps.add(
                () -> {
                    try {
                        done.complete(work.get());
                    } catch (RuntimeException | Error e) {
                        done.completeExceptionally(e);
                    }
                    return true;
                });
        return done;
    }

    /** Does the work in this transaction and waits for it; throws what the work throws. */
    <T> T run(Supplier<T> work) {
        return Waiting.resultOf(start(work));
    }

    void commit() {
        steps.add(() -> false);
        try {
            Waiting.resultOf(end);
        } finally {
            thread.shutdown();
        }
    }

    void rollBack() {
        steps.add(
                () -> {
                    throw new RolledBack();
                });
        try {
            Waiting.resultOf(end);
        } catch (RolledBack expected) {
            // this is how it was asked to end
        } finally {
            thread.shutdown();
        }
    }

    @Override
    public void close() {
        if (!thread.isShutdown()) {
            rollBack();
        }
    }

    private boolean takeSteps() {
        boolean more = true;
        while (more) {
            try {
                more = steps.take().go();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while a transaction was held open", e);
            }
        }
        return true;
    }

    private interface Step {
        /** Returns whether more steps follow. */
        boolean go();
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
