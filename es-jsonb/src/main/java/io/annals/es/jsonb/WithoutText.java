package io.annals.es.jsonb;

import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import org.jspecify.annotations.Nullable;

/** Stands for another exception and its causes, without their messages: those quote the JSON. */
final class WithoutText extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MOST_CAUSES = 10;

    private final String kind;

    private WithoutText(String kind, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(kind, cause, false, true);
        this.kind = kind;
        setStackTrace(trace);
    }

    static WithoutText of(Throwable original) {
        return of(original, MOST_CAUSES);
    }

    private static WithoutText of(Throwable original, int causesLeft) {
        if (original instanceof StackOverflowError) {
            return new WithoutText("it is nested too deeply", null, new StackTraceElement[0]);
        }
        Throwable cause = original.getCause();
        WithoutText scrubbedCause =
                cause == null || causesLeft == 0 ? null : of(cause, causesLeft - 1);
        return new WithoutText(kind(original), scrubbedCause, original.getStackTrace());
    }

    /**
     * The kinds of failure in the order of their causes, as in {@code JsonbException <-
     * DateTimeParseException}.
     */
    String kinds() {
        return getCause() instanceof WithoutText cause ? kind + " <- " + cause.kinds() : kind;
    }

    private static String kind(Throwable original) {
        String kind = original.getClass().getName();
        if (original instanceof IllegalAccessException) {
            return kind + " (JSON-B needs public classes with public constructors and accessors)";
        }
        return original instanceof JsonParsingException parsing
                ? kind + at(parsing.getLocation())
                : kind;
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null
                ? ""
                : " at line %d, column %d"
                        .formatted(location.getLineNumber(), location.getColumnNumber());
    }
}
