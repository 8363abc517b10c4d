package io.annals.es.consumer;

import io.annals.es.spi.Holder;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Watches how long the journal waits at one position, and tells for whom: in the log after five
 * seconds, again every ten minutes, and once more when it is over.
 *
 * <p>Observed by one thread; what it knows may be asked for by others.
 */
final class Standstill {

    private static final Logger LOG = System.getLogger(Standstill.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration LOG_AGAIN = Duration.ofMinutes(10);

    private final JournalStorage storage;
    private final LongSupplier nanoTime;
    private volatile Wait wait = Wait.NONE;
    private long lookAt;
    private long logAt;
    private boolean unknown;

    Standstill(JournalStorage storage, LongSupplier nanoTime) {
        this.storage = storage;
        this.nanoTime = nanoTime;
    }

    /** Takes note of an answer of the storage, and asks it for whom it waits when that lasts. */
    void observe(Settled settled) {
        Wait before = wait;
        long now = nanoTime.getAsLong();
        if (!settled.waiting()) {
            end(before, now);
        } else if (!before.waiting || before.position != settled.position()) {
            end(before, now);
            wait = new Wait(true, settled.position(), now, List.of());
            lookAt = now + PATIENCE.toNanos();
            logAt = lookAt;
        } else if (now - lookAt >= 0) {
            look(before, now);
        }
    }

    /** How long it has been waiting at one position; zero if it is not. */
    Duration lasting() {
        Wait current = wait;
        return current.waiting
                ? Duration.ofNanos(nanoTime.getAsLong() - current.since)
                : Duration.ZERO;
    }

    /** Whom it has been found to wait for, by name. */
    List<String> heldUpBy() {
        return wait.heldUpBy;
    }

    private void look(Wait current, long now) {
        lookAt = now + LOOK_AGAIN.toNanos();
        List<Holder> holders = holders();
        wait = new Wait(true, current.position, current.since, told(holders, Holder::name));
        if (now - logAt >= 0) {
            logAt = now + LOG_AGAIN.toNanos();
            LOG.log(
                    Level.WARNING,
                    "Readers of the journal have been waiting at position {0} for {1} s. Nothing is skipped; they go on when this ends: {2}",
                    String.valueOf(current.position),
                    Duration.ofNanos(now - current.since).toSeconds(),
                    holders.isEmpty()
                            ? "unknown"
                            : String.join("; ", told(holders, Holder::description)));
        }
    }

    private static List<String> told(List<Holder> holders, Function<Holder, String> way) {
        return holders.stream().map(way).toList();
    }

    /** The journal goes on, or does not, whether or not it is known who holds it up. */
    private List<Holder> holders() {
        try {
            List<Holder> holders = List.copyOf(storage.heldUpBy());
            unknown = false;
            return holders;
        } catch (RuntimeException | Error e) {
            if (!unknown) {
                LOG.log(
                        Level.WARNING,
                        "Could not find out for whom readers of the journal wait; looking again every "
                                + LOOK_AGAIN,
                        e);
            }
            unknown = true;
            return List.of();
        }
    }

    private void end(Wait ended, long now) {
        wait = Wait.NONE;
        if (!ended.heldUpBy.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "Readers of the journal go on after position {0}, where they waited for {1} s",
                    String.valueOf(ended.position),
                    Duration.ofNanos(now - ended.since).toSeconds());
        }
    }

    private record Wait(boolean waiting, long position, long since, List<String> heldUpBy) {
        static final Wait NONE = new Wait(false, 0, 0, List.of());
    }
}
