package io.annals.es.consumer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * Does something again and again on a thread of its own: after a pause, or at once where that is
 * asked for.
 *
 * <p>Thread-safe.
 */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Rounds.class.getName());

    private final Runnable round;
    private final Duration pause;
    private final Thread thread;
    private boolean asked;
    private boolean closed;

    /** Prepares the thread, which the first {@link #ask} starts. */
    Rounds(ThreadFactory threads, String name, Duration pause, Runnable round) {
        this.round = round;
        this.pause = pause;
        this.thread = threads.newThread(this::run);
        this.thread.setName(name);
    }

    /** Has the next round begin at once. */
    synchronized void ask() {
        asked = true;
        notifyAll();
        if (thread.getState() == Thread.State.NEW && !closed) {
            thread.start();
        }
    }

    /** Whether the thread has ended although nobody has closed it. */
    synchronized boolean isDead() {
        return Threads.isDead(thread) && !closed;
    }

    /** Ends the thread, and waits for it. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        Threads.join(thread);
    }

    private void run() {
        try {
            while (begins()) {
                go();
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without this thread no lease would be renewed, or no change followed. */
    private void go() {
        try {
            round.run();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.ERROR,
                    "A round of thread %s failed; the next one is in %s"
                            .formatted(thread.getName(), pause),
                    e);
        }
    }

    private synchronized boolean begins() {
        asked = false;
        return !closed;
    }

    private synchronized void pause() throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos();
                left > 0 && !closed && !asked;
                left = end - System.nanoTime()) {
            wait(Duration.ofNanos(left).toMillis() + 1);
        }
    }
}
