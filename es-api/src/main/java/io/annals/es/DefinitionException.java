package io.annals.es;

/**
 * An aggregate or event class is not defined as it must be; thrown at start-up, naming class and
 * method.
 */
public final class DefinitionException extends EventSourcingException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong with which class, and how to mend it. */
    public DefinitionException(String message) {
        super(message);
    }

    /** As well, where something else has failed. */
    public DefinitionException(String message, Throwable cause) {
        super(message, cause);
    }
}
