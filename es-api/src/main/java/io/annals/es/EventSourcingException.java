package io.annals.es;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions of this library; its message says what could not be done and never
 * holds a payload.
 */
public class EventSourcingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what could not be done. */
    public EventSourcingException(String message) {
        super(message);
    }

    /** Says what could not be done, and why. */
    public EventSourcingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
