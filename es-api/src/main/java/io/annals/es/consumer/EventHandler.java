package io.annals.es.consumer;

import io.annals.es.EventEnvelope;
import io.annals.es.RetryableException;

/** Handles one event after the other, in the order of positions, on one thread. */
@FunctionalInterface
public interface EventHandler {

    /**
     * Handles an event, and is done with it when it returns.
     *
     * @throws Exception if the event could not be handled: the consumer stops there, and delivers
     *     it again after a restart. A {@link RetryableException}, alone or as a cause, is no reason
     *     to stop at once: the event comes again after a second, up to five times in all. Neither
     *     is anything that is thrown while the database is away
     */
    void handle(EventEnvelope<?> event) throws Exception;
}
