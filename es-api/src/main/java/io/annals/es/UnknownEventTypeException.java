package io.annals.es;

/**
 * An event was to be appended whose class is not among the known event types; nothing was stored.
 */
public final class UnknownEventTypeException extends EventSourcingException {

    private static final long serialVersionUID = 1L;

    /** Says which event was refused, and by whom. */
    public UnknownEventTypeException(String message) {
        super(message);
    }
}
