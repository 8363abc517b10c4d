package io.annals.es.spi;

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
     * Stands for an exception. Of each exception along the causes the details tell what may be
     * known besides its class, such as a place: text that follows the name of the class and holds
     * nothing of the payload, or an empty one.
     */
    public static WithoutText of(Throwable original, Function<Throwable, String> details) {
        return of(original, details, MOST_CAUSES);
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
    public String kinds() {
        return getCause() instanceof WithoutText cause ? kind + " <- " + cause.kinds() : kind;
    }
}
