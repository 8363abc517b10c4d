package io.annals.es.consumer;

import io.annals.es.spi.Settled;
import java.time.Duration;

/**
 * How long to wait before the journal is asked again: shortly after something has happened, and
 * twice as long each time that nothing has.
 *
 * <p>What is committed shortly after one another is asked for together, and handled together: the
 * more commits there are, the longer that takes, for else each commit would cost a question, a page
 * and a checkpoint, and there would be fewer commits.
 */
final class Pauses {

    /** Nobody is woken when a transaction rolls back. */
    private static final Duration LONGEST_WHILE_WAITING = Duration.ofMillis(250);

    private static final Duration CLOSEST = Duration.ofMillis(2);
    private static final Duration FURTHEST_APART = Duration.ofMillis(25);

    /** As many commits, on average, make the questions further apart. */
    private static final Duration BETWEEN_MANY = Duration.ofMillis(2);

    private final Polling polling;
    private Duration next;
    private Duration apart = CLOSEST;

    Pauses(Polling polling) {
        this.polling = polling;
        this.next = polling.busy();
    }

    /** Something has happened. */
    void restart() {
        next = polling.busy();
    }

    /**
     * The pause after an answer; none while each brings the journal further and leaves more to ask
     * for.
     *
     * @param advanced whether the journal is settled further than the answer before said
     * @param heard whether other nodes' wake-ups arrive, so that only the end of a wait needs to be
     *     polled for
     */
    Duration after(Settled answer, boolean advanced, boolean heard) {
        if (advanced) {
            restart();
        }
        if (advanced && answer.more()) {
            return Duration.ZERO;
        }
        if (heard && !answer.waiting()) {
            return polling.idle();
        }
        Duration longest =
                answer.waiting() ? min(LONGEST_WHILE_WAITING, polling.idle()) : polling.idle();
        Duration pause = min(next, longest);
        next = min(pause.multipliedBy(2), polling.idle());
        return pause;
    }

    /**
     * How long after a question, at least, the next one is asked.
     *
     * @param wakes how often somebody has asked for one since the question before
     */
    Duration apart(int wakes) {
        boolean many = wakes > 1 && BETWEEN_MANY.multipliedBy(wakes).compareTo(apart) >= 0;
        apart =
                many
                        ? min(apart.multipliedBy(2), FURTHEST_APART)
                        : max(apart.dividedBy(2), CLOSEST);
        return apart;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
