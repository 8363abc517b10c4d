package io.annals.es.journal;

import io.annals.es.EventEnvelope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event that is being handled on a thread, so that what is appended meanwhile can say what has
 * caused it.
 *
 * <p>Thread-safe: each thread has its own, for as long as the work lasts. Work that goes on in
 * another thread does not see it, unless that begins with it.
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
        Runnable end = begin(Optional.of(event));
        try {
            work.run();
        } finally {
            end.run();
        }
    }

    /**
     * Makes an event the one that is being handled on this thread, or none.
     *
     * @return what makes it the one before again; to be run on this thread
     */
    public static Runnable begin(Optional<EventEnvelope<?>> event) {
        EventEnvelope<?> before = CURRENT.get();
        set(event.orElse(null));
        return () -> set(before);
    }

    private static void set(@Nullable EventEnvelope<?> event) {
        if (event == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(event);
        }
    }

    /** What is done about the event. */
    @FunctionalInterface
    public interface Work {

        /** Does it. */
        void run() throws Exception;
    }
}
