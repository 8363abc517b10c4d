package io.annals.es.consumer;

import io.annals.es.EventSourcingException;

/** A consumer has not handled an event in time; it may do so later, and nothing is lost. */
public final class ConsumerBehindException extends EventSourcingException {

    private static final long serialVersionUID = 1L;

    ConsumerBehindException(String message) {
        super(message);
    }
}
