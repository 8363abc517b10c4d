package io.annals.es.consumer;

/** There is no consumer of that name; its message tells those that are. */
public final class UnknownConsumerException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownConsumerException(String message) {
        super(message);
    }
}
