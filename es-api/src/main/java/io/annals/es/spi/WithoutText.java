package io.annals.es.spi;

import io.annals.es.EventSourcingException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands for another exception and its causes, without their messages. For serialisers, whose
 * libraries quote what they could not read or write: with this as the cause, logs hold the kinds of
 * failure and the stack traces, but no payloads.
 *
 * <p>As thread-safe as any exception.
 */
public final class WithoutText extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MOST_CAUSES = 10;

    private final String kind;

    private WithoutText(String kind, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(kind, cause, false, true);
        this.kind = kind;
        setStackTrace(trace);
    }

    /**
     * The failure of a serialiser, of whose cause this stands in the place.
     *
     * @param what what could not be done, as in {@code read JSON as an event of class x.Y}
     * @param details what may be known of each exception along the causes besides its class, such
     *     as a place: text that follows the name of the class and holds nothing of the payload, or
     *     an empty one
     */
    public static EventSourcingException failure(
            String what, Throwable cause, Function<Throwable, String> details) {
        WithoutText scrubbed = of(cause, details, MOST_CAUSES);
        return new EventSourcingException(
                "Could not %s: %s".formatted(what, scrubbed.kinds()), scrubbed);
    }

    private static WithoutText of(
            Throwable original, Function<Throwable, String> details, int causesLeft) {
        if (original instanceof StackOverflowError) {
            return new WithoutText("it is nested too deeply", null, new StackTraceElement[0]);
        }
        Throwable cause = original.getCause();
        WithoutText scrubbedCause =
                cause == null || causesLeft == 0 ? null : of(cause, details, causesLeft - 1);
        return new WithoutText(
                original.getClass().getName() + details.apply(original),
                scrubbedCause,
                original.getStackTrace());
    }

    /**
     * The kinds of failure in the order of their causes, as in {@code JsonbException <-
     * DateTimeParseException}.
     */
    private String kinds() {
        return getCause() instanceof WithoutText cause ? kind + " <- " + cause.kinds() : kind;
    }
}
