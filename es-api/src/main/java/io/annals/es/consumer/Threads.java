package io.annals.es.consumer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Ends threads. */
final class Threads {

    private static final Logger LOG = System.getLogger(Threads.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Threads() {}

    /**
     * Waits for a thread that was told to end. It is interrupted only after some patience: an
     * interrupt in the middle of file access closes H2's database file. A thread that ignores even
     * that is named in the log.
     */
    static void join(Thread thread) {
        try {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                LOG.log(
                        Level.WARNING,
                        "Thread {0} did not end within {1}; interrupting it",
                        thread.getName(),
                        PATIENCE);
                thread.interrupt();
                thread.join(PATIENCE.toMillis());
            }
            if (thread.isAlive()) {
                LOG.log(
                        Level.ERROR,
                        "Thread {0} does not end and is left behind",
                        thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
