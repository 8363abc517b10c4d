package io.annals.es.messaging;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Whether one message has been acknowledged, and where; the first answer counts. Thread-safe. */
final class Settlement {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final CompletableFuture<Thread> acknowledgedBy = new CompletableFuture<>();

    CompletionStage<Void> ack() {
        acknowledgedBy.complete(Thread.currentThread());
        return DONE;
    }

    CompletionStage<Void> nack(Throwable reason) {
        acknowledgedBy.completeExceptionally(reason);
        return DONE;
    }

    /**
     * Waits for the acknowledgment, on whatever thread it comes; throws the reason if it was
     * refused.
     */
    void awaitAck() throws Exception {
        try {
            acknowledgedBy.get();
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    /**
     * Proves that the method has run on this thread, and so within its transaction; throws the
     * reason if the message was refused.
     */
    void requireAckOnThisThread() throws Exception {
        if (!acknowledgedBy.isDone()) {
            throw elsewhere("nothing was acknowledged when the call returned");
        }
        awaitAck();
        Thread thread = acknowledgedBy.join();
        if (thread != Thread.currentThread()) {
            throw elsewhere("the acknowledgment came on thread " + thread.getName());
        }
    }

    private static IllegalStateException elsewhere(String seen) {
        return new IllegalStateException(
                "Could not deliver exactly once: expected the method to do its work on the calling thread, in the transaction that saves the checkpoint, but %s. Something moves it to another thread, an interceptor perhaps: remove that, or set the attribute delivery=at-least-once of the channel"
                        .formatted(seen));
    }

    private static Exception thrown(@Nullable Throwable reason) {
        if (reason instanceof Error error) {
            throw error;
        }
        return reason instanceof Exception exception
                ? exception
                : new IllegalStateException(reason);
    }
}
