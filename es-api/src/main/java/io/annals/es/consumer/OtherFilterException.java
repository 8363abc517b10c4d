package io.annals.es.consumer;

import io.annals.es.EventSourcingException;

/**
 * A consumer does not run here: nodes that share the journal have agreed on other events for it.
 */
public final class OtherFilterException extends EventSourcingException {

    private static final long serialVersionUID = 1L;

    OtherFilterException(String message) {
        super(message);
    }
}
