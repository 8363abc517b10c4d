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

    /** Moves the checkpoint of a consumer. */
    void save(String consumer, long position);
}
