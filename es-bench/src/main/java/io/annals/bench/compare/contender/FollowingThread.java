package io.annals.bench.compare.contender;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A thread that reads batch after batch, for contenders that bring none. */
public final class FollowingThread implements Following {

    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;
    private final Runnable wake;

    /**
     * Starts it.
     *
     * @param batch reads and handles a batch; false if nothing was there
     * @param pause waits for more
     * @param wake ends the pause
     */
    public FollowingThread(BooleanSupplier batch, Runnable pause, Runnable wake) {
        this.wake = wake;
        this.thread =
                new Thread(
                        () -> {
                            while (!over.get()) {
                                if (!batch.getAsBoolean()) {
                                    pause.run();
                                }
                            }
                        });
        thread.start();
    }

    @Override
    public void close() {
        over.set(true);
        wake.run();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
