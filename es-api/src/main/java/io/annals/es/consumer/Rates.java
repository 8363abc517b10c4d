package io.annals.es.consumer;

import io.annals.es.spi.Checkpoint;
import java.util.HashMap;
import java.util.Map;

/**
 * How fast checkpoints move, by looking at them now and then; what was long ago counts less.
 *
 * <p>Thread-safe.
 */
final class Rates {

    private static final double WEIGHT_OF_THE_LATEST = 0.3;

    private final Map<String, Long> positions = new HashMap<>();
    private final Map<String, Double> rates = new HashMap<>();
    private long lookedAt;

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
        checkpoints.forEach(
                (name, checkpoint) -> {
                    Long before = positions.put(name, checkpoint.position());
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
}
