package io.annals.es.consumer;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then at what is no part of following the journal: how many committed events cannot
 * be read yet, and whether the storage is still as it must be. What it finds holds up nobody.
 *
 * <p>Used by one thread; what it knows may be asked for by others.
 */
final class Inspection {

    /** It counts no further, so that a count costs some milliseconds at most. */
    static final int MOST_PENDING = 100_000;

    private static final Logger LOG = System.getLogger(Inspection.class.getName());
    private static final Duration COUNT_EVERY = Duration.ofSeconds(1);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(5);

    private final JournalStorage storage;
    private final LongSupplier nanoTime;
    private volatile long pending;
    private volatile @Nullable Throwable unfit;
    private boolean uncounted;
    private long countAt;
    private long checkAt;

    Inspection(JournalStorage storage, LongSupplier nanoTime) {
        this.storage = storage;
        this.nanoTime = nanoTime;
        this.countAt = nanoTime.getAsLong();
        this.checkAt = nanoTime.getAsLong() + CHECK_EVERY.toNanos();
    }

    /** Looks at what is due, after the storage has said how far it is settled. */
    void after(Settled settled) {
        long now = nanoTime.getAsLong();
        if (!settled.waiting()) {
            pending = 0;
        } else if (now - countAt >= 0) {
            countAt = now + COUNT_EVERY.toNanos();
            count();
        }
        if (now - checkAt >= 0) {
            checkAt = now + CHECK_EVERY.toNanos();
            check();
        }
    }

    /** How many events were committed and could not be read when it looked last. */
    long pending() {
        return pending;
    }

    /** What is wrong with the storage; empty if nothing is. */
    Optional<Throwable> unfit() {
        return Optional.ofNullable(unfit);
    }

    private void count() {
        try {
            pending = storage.pending(MOST_PENDING);
            uncounted = false;
        } catch (RuntimeException e) {
            LOG.log(
                    uncounted ? Level.DEBUG : Level.WARNING,
                    "Could not count the events that wait to be read; counting again in "
                            + COUNT_EVERY,
                    e);
            uncounted = true;
        }
    }

    private void check() {
        try {
            storage.check();
            unfit = null;
        } catch (RuntimeException e) {
            LOG.log(
                    unfit == null ? Level.ERROR : Level.DEBUG,
                    "The journal is not as it must be. Readers go on while they can; checking again in "
                            + CHECK_EVERY,
                    e);
            unfit = e;
        }
    }
}
