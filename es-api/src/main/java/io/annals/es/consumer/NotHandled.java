package io.annals.es.consumer;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.StoredEvent;

/** A consumer cannot go on beyond an event, and the database is not to blame. */
final class NotHandled extends EventSourcingException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final Throwable why;

    NotHandled(Consumer consumer, StoredEvent event, Reason reason, Throwable cause) {
        super(
                "Consumer '%s' could not %s %s version %d (%s) at position %d"
                        .formatted(
                                consumer.name(),
                                reason.what,
                                event.stream(),
                                event.version(),
                                event.type(),
                                event.position()),
                cause);
        this.reason = reason;
        this.why = cause;
    }

    /** What was thrown. */
    Throwable why() {
        return why;
    }

    Reason reason() {
        return reason;
    }

    /** Whether the failure is one of this event and its handler, and not of this node. */
    boolean isOfTheEvent() {
        return reason == Reason.FAILED
                && !(why instanceof VirtualMachineError)
                && !(why instanceof InterruptedException);
    }

    /** What was wrong. */
    enum Reason {
        /** Nobody here knows the event's type, or its payload does not fit. */
        UNREADABLE("read"),
        /** The handler failed, or what it wrote could not be committed. */
        FAILED("handle"),
        /** Too many events wait for a decision already. */
        TOO_MANY("set aside");

        private final String what;

        Reason(String what) {
            this.what = what;
        }
    }
}
