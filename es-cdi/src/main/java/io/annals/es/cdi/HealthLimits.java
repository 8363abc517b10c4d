package io.annals.es.cdi;

import java.time.Duration;

/**
 * Until when a node counts as ready.
 *
 * @param maxLag how many positions a consumer may be behind and not move; 0 for any number
 * @param maxPending how many committed events may wait to be read while none is; 0 for any number
 * @param patience for how long either must have lasted
 */
public record HealthLimits(int maxLag, int maxPending, Duration patience) {

    /**
     * Whether a consumer that is so far behind, and has not moved for so long, makes it unready.
     */
    public boolean isTooFarBehind(long positions, Duration unmoved) {
        return isOver(maxLag, positions, unmoved);
    }

    /** Whether so many events that wait, for so long, make it unready. */
    public boolean areTooMany(long pending, Duration waiting) {
        return isOver(maxPending, pending, waiting);
    }

    private boolean isOver(int limit, long count, Duration lasting) {
        return limit > 0 && count > limit && lasting.compareTo(patience) > 0;
    }
}
