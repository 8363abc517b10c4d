package io.annals.es.snapshot;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of snapshots, and tells what is wrong once.
 *
 * <p>Thread-safe.
 */
final class Tally {

    private static final Logger LOG = System.getLogger(Snapshotter.class.getName());

    private final Map<Fate, AtomicLong> counts = new EnumMap<>(Fate.class);
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Tally() {
        for (Fate fate : Fate.values()) {
            counts.put(fate, new AtomicLong());
        }
    }

    void count(Fate fate) {
        of(fate).incrementAndGet();
    }

    /**
     * Counts, and tells it if it is the first of its kind.
     *
     * @param aggregate to whose snapshots it has happened
     */
    void count(Fate fate, String aggregate, String what, @Nullable Throwable cause) {
        count(fate);
        boolean first = told.add(fate + " " + aggregate);
        LOG.log(
                first ? Level.WARNING : Level.DEBUG,
                first
                        ? what + ". Nothing is lost. More of these are counted, and not logged"
                        : what,
                cause);
    }

    SnapshotCounts counts() {
        return new SnapshotCounts(
                of(Fate.TAKEN).get(),
                of(Fate.USED).get(),
                of(Fate.UNREADABLE).get(),
                of(Fate.FAILED).get(),
                of(Fate.TOO_LARGE).get(),
                of(Fate.DROPPED).get());
    }

    private AtomicLong of(Fate fate) {
        return counts.getOrDefault(fate, new AtomicLong());
    }

    /** See {@link SnapshotCounts}. */
    enum Fate {
        TAKEN,
        USED,
        UNREADABLE,
        FAILED,
        TOO_LARGE,
        DROPPED
    }
}
