package io.annals.es.consumer;

import java.time.Duration;

/**
 * How often the journal is asked when nothing wakes a node.
 *
 * @param busy the pause after something has happened; it doubles while nothing does
 * @param idle the longest pause, and so the longest time that an event of another node waits when
 *     no wake-up arrives; {@code busy} is never longer
 */
public record Polling(Duration busy, Duration idle) {

    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException if one of them is not positive
     */
    public Polling {
        if (busy.isNegative() || busy.isZero() || idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException(
                    "Could not poll every %s to %s: expected positive durations"
                            .formatted(busy, idle));
        }
        busy = busy.compareTo(idle) < 0 ? busy : idle;
    }
}
