package io.annals.es.consumer;

import io.annals.es.spi.StoredConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long this node leaves to others what it has stopped at: a little the first time, and twice as
 * long each time after that. Else one whose release does not know an event type would stop at each
 * such event, and everything behind it would wait until another node has noticed.
 *
 * <p>Used by one thread. Times are {@link System#nanoTime()}.
 */
final class Absences {

    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<String, Absence> absences = new HashMap<>();

    /** It has stopped, and goes away. */
    void begin(StoredConsumer plan, long now) {
        Absence before = absences.get(plan.name());
        long pause = FIRST.toNanos();
        if (before != null
                && before.revision == plan.revision()
                && now - before.end < LONGEST.toNanos()) { // else it has worked since
            pause = Math.min(2 * before.pause, LONGEST.toNanos());
        }
        absences.put(plan.name(), new Absence(plan.revision(), now + pause, pause));
    }

    /** Whether it is to stay away: not if somebody has changed the consumer since. */
    boolean lasts(StoredConsumer plan, long now) {
        Absence absence = absences.get(plan.name());
        return absence != null && absence.revision == plan.revision() && now - absence.end < 0;
    }

    /** Nobody else is there. */
    void forget(String consumer) {
        absences.remove(consumer);
    }

    private record Absence(long revision, long end, long pause) {}
}
