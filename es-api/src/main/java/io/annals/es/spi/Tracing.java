package io.annals.es.spi;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells a tracing system what the journal does, as spans.
 *
 * <p>Must be thread-safe, quick, and must not throw. A span is begun as the current one of the
 * calling thread, within the one that was current before, and closed on the same thread. What is
 * handed over may be looked at for names and numbers; payloads, values of metadata and the messages
 * of exceptions must not leave the application, and neither should the ids of streams, which may
 * name people.
 */
public interface Tracing {

    /** Tells nobody. */
    Tracing NONE = new NoTracing();

    /** Events are appended; to be closed before their transaction ends. */
    Span append(List<Append> appends);

    /** The state of an aggregate of a category is loaded. */
    Span load(String category);

    /** Events are given to a consumer, in one transaction where they are to be handled once. */
    Span delivery(String consumer, int events);

    /**
     * A consumer handles an event, whose metadata may name the span that has appended it.
     *
     * @param replayed whether it has been acted on before
     */
    Span handling(String consumer, EventEnvelope<?> event, boolean replayed);

    /**
     * A snapshot of an aggregate of a category is taken, in the background.
     *
     * @param wantedBy the trace context in which it was wanted, as {@link #context()} said it
     */
    Span snapshot(String category, String wantedBy);

    /**
     * A method is called again.
     *
     * @param attempt 2 for the first time that it is called again
     * @param lost why the call before has failed
     */
    Span retry(String method, int attempt, Throwable lost);

    /**
     * The journal was found to be settled further than before: where a sequencer gives committed
     * events their positions, that they have them.
     *
     * @param took how long that has taken, until now
     */
    void settled(long after, long upTo, Duration took);

    /**
     * The W3C trace context of the current span, as {@code traceparent}; empty if there is none.
     */
    String context();

    /** What has begun and is not over. For the thread that began it. */
    interface Span extends AutoCloseable {

        /** Nothing. */
        Span NONE = new NoTracing.NoSpan();

        /** Says how many events it was about. */
        void events(long count);

        /** Says that it has failed. */
        void failed(Throwable cause);

        /** Ends it; the one before is the current one again. */
        @Override
        void close();

        /** Does the work within this span, which fails and ends with it. */
        default <T> T around(Supplier<T> work) {
            try {
                return work.get();
            } catch (RuntimeException | Error e) {
                failed(e);
                throw e;
            } finally {
                close();
            }
        }
    }
}
