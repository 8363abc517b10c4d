package io.annals.es.spi;

import io.annals.es.EventSourcingException;

/**
 * Keeps how far each consumer has come: one position each.
 *
 * <p>Thread-safe. Joins the transaction that is active on this thread.
 */
public interface CheckpointStore {

    /**
     * The position of the last event that the consumer has finished with; 0 if it has none.
     *
     * @throws EventSourcingException if the checkpoint belongs to another incarnation of the
     *     journal
     */
    long load(String consumer);

    /**
     * Moves the checkpoint of a consumer forward.
     *
     * <p>The check is part of the write: of two processes that run the same consumer only one can
     * commit an event's checkpoint, and with it what its handler wrote.
     *
     * @throws EventSourcingException if the checkpoint stands at that position or beyond it, or
     *     belongs to another incarnation of the journal; the transaction must be rolled back then
     */
    void save(String consumer, long position);
}
