package io.annals.es;

import java.util.OptionalLong;

/**
 * An append found its stream not as expected; it stored nothing, and the transaction can only be
 * rolled back.
 *
 * <p>Load again and decide again, in a new transaction.
 */
public final class WrongExpectedVersionException extends RetryableException {

    private static final long serialVersionUID = 1L;
    private static final long UNKNOWN = -1;

    private final transient StreamId stream;
    private final transient ExpectedVersion expected;
    private final long actual;

    /**
     * States the conflict.
     *
     * @param actual the version of the stream's last event, 0 if it has none; empty if it could not
     *     be read any more
     */
    public WrongExpectedVersionException(
            StreamId stream, ExpectedVersion expected, OptionalLong actual) {
        super(message(stream, expected, actual), null);
        this.stream = stream;
        this.expected = expected;
        this.actual = actual.orElse(UNKNOWN);
    }

    /** The stream that was not as expected. */
    public StreamId stream() {
        return stream;
    }

    /** What the append expected. */
    public ExpectedVersion expected() {
        return expected;
    }

    /**
     * The version of the stream's last event, 0 if it has none; empty if it could not be read any
     * more.
     */
    public OptionalLong actual() {
        return actual == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(actual);
    }

    private static String message(StreamId stream, ExpectedVersion expected, OptionalLong actual) {
        String found =
                actual.isEmpty()
                        ? "another transaction was faster"
                        : actual.getAsLong() == 0
                                ? "it has no events"
                                : "it is at version " + actual.getAsLong();
        return "Could not append to %s: expected %s, but %s. Load it again and decide again in a new transaction"
                .formatted(stream, expected, found);
    }
}
