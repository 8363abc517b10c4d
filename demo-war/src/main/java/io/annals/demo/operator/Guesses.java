package io.annals.demo.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may be wrong about a password: {@value #AT_ONCE} times at once, and once more
 * each {@value #SECONDS} seconds. Each network address for itself, so that nobody keeps others out
 * who are elsewhere; and nobody himself for longer than that.
 *
 * <p>Thread-safe. Knows the {@value #ADDRESSES} addresses that have guessed last.
 */
final class Guesses {

    static final int AT_ONCE = 20;
    static final int SECONDS = 5;
    static final int ADDRESSES = 1_000;

    private static final Duration EACH = Duration.ofSeconds(SECONDS);
    private static final Duration ALL = EACH.multipliedBy(AT_ONCE);

    private final Clock clock;
    private final Map<String, Instant> whole = new LastUsed();

    Guesses(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes one of an address's guesses, before it is known to be wrong: many at the same time are
     * not more.
     *
     * @return zero or, if it has none left and this is not to be looked at, until when it has one
     */
    synchronized Duration take(String address) {
        Instant now = clock.instant();
        Instant after = whole(address, now).plus(EACH);
        Duration tooMany = Duration.between(now.plus(ALL), after);
        if (tooMany.compareTo(Duration.ZERO) > 0) {
            return tooMany;
        }
        whole.put(address, after);
        return Duration.ZERO;
    }

    /** Gives back what was taken: it was no wrong guess. */
    synchronized void giveBack(String address) {
        Instant now = clock.instant();
        Instant before = whole(address, now).minus(EACH);
        if (before.isAfter(now)) {
            whole.put(address, before);
        } else {
            whole.remove(address);
        }
    }

    /** When it has all its guesses again; never further away than that takes, if clocks go back. */
    private Instant whole(String address, Instant now) {
        Instant known = whole.getOrDefault(address, now);
        Instant latest = now.plus(ALL);
        return known.isBefore(now) ? now : known.isAfter(latest) ? latest : known;
    }

    private static final class LastUsed extends LinkedHashMap<String, Instant> {

        private static final long serialVersionUID = 1;

        LastUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > ADDRESSES;
        }
    }
}
