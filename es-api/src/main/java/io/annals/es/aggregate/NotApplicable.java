package io.annals.es.aggregate;

/**
 * An event does not fit the state it meets; the definition adds which event and which aggregate.
 */
final class NotApplicable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    NotApplicable(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
