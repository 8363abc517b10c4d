package io.annals.es.consumer;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.es.spi.Tracing;
import io.annals.es.spi.WakeUps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far the journal is settled: found out by one thread per node, and shared by all
 * consumers.
 *
 * <p>Thread-safe. It asks the storage after every {@link #wake()}, again and again while something
 * is about to settle, and otherwise as its {@link Polling} says. While the storage cannot be asked
 * nothing is delivered, and nothing is lost.
 */
final class JournalHead implements AutoCloseable {

    private static final Logger LOG = System.getLogger(JournalHead.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final JournalStorage storage;
    private final ThreadFactory threads;
    private final Tracing tracing;
    private final Pauses pauses;
    private final Standstill standstill;
    private final Inspection inspection;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean woken;
    private volatile boolean resting;
    private volatile boolean begun;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Long askedAt;
    private volatile WakeUps wakeUps = WakeUps.NONE;
    private long position;

    /** Prepares the thread, which {@link #start()} starts. */
    JournalHead(JournalStorage storage, ThreadFactory threads, Polling polling, Tracing tracing) {
        this.storage = storage;
        this.threads = threads;
        this.tracing = tracing;
        this.pauses = new Pauses(polling);
        this.standstill = new Standstill(storage, System::nanoTime);
        this.inspection = new Inspection(storage, System::nanoTime);
        this.thread = threads.newThread(this::run);
        this.thread.setName("annals-journal-head");
    }

    /** Starts asking, and listening to other nodes. */
    void start() {
        wakeUps = storage.wakeUps(this::wake, threads);
        thread.start();
    }

    /** Asks the storage soon; cheap, and may be called from any thread. */
    void wake() {
        woken = true;
        wakes.incrementAndGet();
        if (resting) { // else it sees that it is woken before it rests
            LockSupport.unpark(thread);
        }
    }

    /** As {@link #wake()}, and tells the other nodes. */
    void wakeEverywhere() {
        wake();
        wakeUps.announce();
    }

    /** How it is doing. */
    JournalStatus status() {
        Long asked = askedAt;
        return new JournalStatus(
                position(),
                standstill.lasting(),
                standstill.heldUpBy(),
                inspection.pending(),
                asked == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - asked),
                Optional.ofNullable(failure).or(inspection::unfit));
    }

    /** Whether its thread has ended although nobody has closed it. */
    boolean isDead() {
        return Threads.isDead(thread) && !closed;
    }

    /** Whether it has been told how far the journal is settled, once at least. */
    boolean hasBegun() {
        return begun;
    }

    /** The position up to which the journal is settled, as far as this node knows. */
    synchronized long position() {
        return position;
    }

    /**
     * Waits until the journal is settled beyond a position.
     *
     * @param longest for how long at most
     * @param wanted whether the caller wants to wait still
     * @return the position up to which it is settled; not beyond the given one if the time is over,
     *     the head was closed or nobody wants to wait
     */
    synchronized long awaitBeyond(long seen, Duration longest, BooleanSupplier wanted)
            throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos();
                position <= seen && left > 0 && !closed && wanted.getAsBoolean();
                left = end - System.nanoTime()) {
            wait(Duration.ofNanos(left).toMillis() + 1);
        }
        return position;
    }

    /** Lets all who wait find out whether they still want to. */
    synchronized void recheck() {
        notifyAll();
    }

    /** Stops asking, and wakes all who wait. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        synchronized (this) {
            notifyAll();
        }
        Threads.join(thread);
        wakeUps.close();
    }

    private void run() {
        while (!closed) {
            long began = System.nanoTime();
            if (woken) {
                woken = false;
                pauses.restart();
            }
            Duration pause = settle();
            rest(pause);
            long notBefore = began + pauses.apart(wakes.getAndSet(0)).toNanos();
            for (long left;
                    !pause.isZero() && !closed && (left = notBefore - System.nanoTime()) > 0; ) {
                park(left);
            }
        }
    }

    /** Until the pause is over, or somebody has asked since the last question began. */
    private void rest(Duration pause) {
        resting = true;
        long end = System.nanoTime() + pause.toNanos();
        for (long left; !woken && !closed && (left = end - System.nanoTime()) > 0; ) {
            park(left);
        }
        resting = false;
    }

    /** It is ended by being closed, not by an interrupt, after which it would never wait again. */
    private void park(long nanos) {
        LockSupport.parkNanos(this, nanos);
        Thread.interrupted();
    }

    /** Asks once, and tells how long to wait before asking again. */
    private Duration settle() {
        long began = System.nanoTime();
        long before = position();
        askedAt = began;
        try {
            Settled settled = storage.settledUpTo();
            boolean advanced = advance(settled.position());
            if (advanced) {
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                tracing.settled(before, settled.position(), took);
            }
            standstill.observe(settled);
            failure = null;
            begun = true;
            inspection.after(settled);
            return pauses.after(settled, advanced, wakeUps.areHeard());
        } catch (RuntimeException
                | Error e) { // without this thread all consumers would stand still
            if (failure == null && !closed) {
                LOG.log(
                        Level.WARNING,
                        "Could not find out how far the journal is settled. Nothing is delivered until that succeeds; asking every "
                                + AFTER_FAILURE,
                        e);
            }
            failure = e;
            return AFTER_FAILURE;
        } finally {
            askedAt = null;
        }
    }

    /** Whether there is something new. */
    private synchronized boolean advance(long settled) {
        if (settled <= position) {
            return false;
        }
        position = settled;
        notifyAll();
        return true;
    }
}
