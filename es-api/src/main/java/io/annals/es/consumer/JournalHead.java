package io.annals.es.consumer;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * Knows how far the journal is settled: found out by one thread per node, and shared by all
 * consumers.
 *
 * <p>Thread-safe. It asks the storage after every {@link #wake()}, every 5 ms while something is
 * about to settle, and otherwise once per poll interval. While the storage cannot be asked nothing
 * is delivered, and nothing is lost.
 */
final class JournalHead implements AutoCloseable {

    private static final Logger LOG = System.getLogger(JournalHead.class.getName());
    private static final Duration WHILE_WAITING = Duration.ofMillis(5);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final JournalStorage storage;
    private final Duration pollInterval;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean woken;
    private boolean failing;
    private long position;

    /**
     * Prepares the thread, which {@link #start()} starts.
     *
     * @param pollInterval how often to ask when nothing wakes it: the longest time that an event of
     *     another node waits
     */
    JournalHead(JournalStorage storage, ThreadFactory threads, Duration pollInterval) {
        this.storage = storage;
        this.pollInterval = pollInterval;
        this.thread = threads.newThread(this::run);
        this.thread.setName("annals-journal-head");
    }

    /** Starts asking. */
    void start() {
        thread.start();
    }

    /** Asks the storage soon; cheap, and may be called from any thread. */
    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /**
     * Waits until the journal is settled beyond a position.
     *
     * @return the position up to which it is settled; not beyond the given one if the head was
     *     closed
     */
    synchronized long awaitBeyond(long seen) throws InterruptedException {
        while (position <= seen && !closed) {
            wait();
        }
        return position;
    }

    /** Stops asking, and wakes all who wait. */
    @Override
    public void close() {
        closed = true;
        wake();
        synchronized (this) {
            notifyAll();
        }
        Threads.join(thread);
    }

    private void run() {
        while (!closed) {
            woken = false;
            Duration pause = settle();
            if (!woken) { // a lock that the storage waited for may have used up the wake-up itself
                LockSupport.parkNanos(this, pause.toNanos());
            }
        }
    }

    /** Asks once, and tells how long to wait before asking again. */
    private Duration settle() {
        try {
            Settled settled = storage.settledUpTo();
            advance(settled.position());
            failing = false;
            return settled.waiting() ? WHILE_WAITING : pollInterval;
        } catch (RuntimeException
                | Error e) { // without this thread all consumers would stand still
            if (!failing && !closed) {
                LOG.log(
                        Level.WARNING,
                        "Could not find out how far the journal is settled. Nothing is delivered until that succeeds; asking every "
                                + AFTER_FAILURE,
                        e);
            }
            failing = true;
            return AFTER_FAILURE;
        }
    }

    private synchronized void advance(long settled) {
        if (settled > position) {
            position = settled;
            notifyAll();
        }
    }
}
