package io.annals.es.consumer;

import io.annals.es.spi.Checkpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How fast checkpoints move, and since when they have not, by looking at them now and then; what
 * was long ago counts less.
 *
 * <p>Thread-safe.
 */
final class Rates {

    private static final double WEIGHT_OF_THE_LATEST = 0.3;

    private final LongSupplier head;
    private final Map<String, Long> positions = new HashMap<>();
    private final Map<String, Double> rates = new HashMap<>();
    private final Map<String, Long> still = new HashMap<>();
    private long lookedAt;

    /**
     * Has seen nothing yet.
     *
     * @param head the position up to which there is something to move to
     */
    Rates(LongSupplier head) {
        this.head = head;
    }

    /**
     * Looks once.
     *
     * @param now nanoseconds of some clock
     */
    synchronized void look(Map<String, Checkpoint> checkpoints, long now) {
        double seconds = (now - lookedAt) / 1e9;
        if (seconds <= 0) {
            return;
        }
        long end = head.getAsLong();
        checkpoints.forEach(
                (name, checkpoint) -> {
                    Long before = positions.put(name, checkpoint.position());
                    if (before == null || before != checkpoint.position() || before >= end) {
                        still.put(name, now);
                    }
                    if (before != null) {
                        double latest = Math.max(0, checkpoint.position() - before) / seconds;
                        rates.merge(
                                name,
                                latest,
                                (old, one) -> old + WEIGHT_OF_THE_LATEST * (one - old));
                    }
                });
        lookedAt = now;
    }

    /** Positions a second. */
    synchronized double of(String name) {
        return rates.getOrDefault(name, 0.0);
    }

    /** Where a checkpoint was seen last; 0 if it has not been. */
    synchronized long position(String name) {
        return positions.getOrDefault(name, 0L);
    }

    /** For how long it had been seen there, behind the head; zero if it moved or was not behind. */
    synchronized Duration unmoved(String name) {
        return Duration.ofNanos(lookedAt - still.getOrDefault(name, lookedAt));
    }
}
