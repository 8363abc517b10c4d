package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Slows appends down while far more events wait for their positions than readers should be late:
 * writers of large batches are many, and the sequencer is one.
 *
 * <p>Thread-safe. It delays and never refuses: an append waits a millisecond for each of its events
 * and a tenth of a second at most, or until the sequencer has come closer.
 */
final class Pace {

    private static final long FAR = 10_000;
    private static final Duration LONGEST = Duration.ofMillis(100);
    private static final long AN_EVENT = Duration.ofMillis(1).toNanos();
    private static final long REMEMBERED = Duration.ofSeconds(2).toNanos();

    private final long longestWait;
    private boolean far;
    private long seenAt;

    Pace() {
        this(LONGEST);
    }

    /** For tests that want to see an end. */
    Pace(Duration longest) {
        this.longestWait = longest.toNanos();
    }

    /** Says how many events waited for their positions just now, or at most that many. */
    synchronized void waiting(long events) {
        far = events > FAR;
        seenAt = System.nanoTime();
        if (!far) {
            notifyAll();
        }
    }

    /** Waits while the sequencer is far behind, but not for long. */
    synchronized void await(int events) {
        long end = System.nanoTime() + Math.min(longestWait, events * AN_EVENT);
        try {
            for (long left = left(end); left > 0; left = left(end)) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventSourcingException(
                    "Could not append: the thread was interrupted while it waited for the sequencer, which is far behind. Nothing was stored",
                    e);
        }
    }

    /** What was seen long ago says nothing: nobody may be looking any more. */
    private long left(long end) {
        long now = System.nanoTime();
        return far ? Math.min(end - now, seenAt + REMEMBERED - now) : 0;
    }
}
