package io.annals.es.consumer;

import io.annals.es.EventEnvelope;
import io.annals.es.RetryableException;

/**
 * Handles one event after the other, in the order of positions, on one thread; those of several
 * segments on several.
 */
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

    /**
     * Handles an event that has been handled before, or that another version of this consumer acts
     * on: brings the view forward, without any effect outside of it.
     *
     * @throws Exception as {@link #handle}
     */
    default void replay(EventEnvelope<?> event) throws Exception {
        handle(event);
    }

    /**
     * Is told, in the transaction that moves the checkpoint back, that events will come again: to
     * clear what was made of them.
     *
     * @throws Exception if that is not possible; nothing is moved then
     */
    default void onReset() throws Exception {}
}
