package io.annals.es.journal;

import io.annals.es.EventEnvelope;
import java.util.Optional;

/**
 * The event that is being handled on a thread, so that what is appended meanwhile can say what has
 * caused it.
 *
 * <p>Thread-safe: each thread has its own, for as long as the work lasts. Work that goes on in
 * another thread does not see it.
 */
public final class HandledEvent {

    private static final ThreadLocal<EventEnvelope<?>> CURRENT = new ThreadLocal<>();

    private HandledEvent() {}

    /** The one on this thread; empty if none is being handled. */
    public static Optional<EventEnvelope<?>> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Handles an event on this thread; afterwards nothing is left there. */
    public static void during(EventEnvelope<?> event, Work work) throws Exception {
        EventEnvelope<?> before = CURRENT.get();
        CURRENT.set(event);
        try {
            work.run();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** What is done about the event. */
    @FunctionalInterface
    public interface Work {

        /** Does it. */
        void run() throws Exception;
    }
}
