package io.annals.es.spi;

import io.annals.es.EventSourcingException;

/**
 * Keeps how far each consumer has come: one position each, and the epoch of the lease under which
 * it was saved.
 *
 * <p>Thread-safe. Joins the transaction that is active on this thread.
 */
public interface CheckpointStore {

    /**
     * The position of the last event that the consumer has finished with; 0 if it has none.
     *
     * @throws EventSourcingException if the checkpoint belongs to another incarnation of the
     *     journal, or is beyond its last position
     */
    long load(String consumer);

    /**
     * Begins an epoch: from the commit on nothing can be saved in an earlier one. Waits for a
     * transaction that has saved in an earlier one and is not over yet.
     *
     * @param epoch that of the consumer's lease, see {@link LeaseStore#hold}
     * @return as {@link #load}
     * @throws EventSourcingException if a later epoch has begun, and as {@link #load}
     */
    long resume(String consumer, long epoch);

    /**
     * Moves the checkpoint of a consumer forward.
     *
     * <p>The check is part of the write: of two processes that run the same consumer only one can
     * commit an event's checkpoint, and with it what its handler wrote.
     *
     * @param epoch that of the consumer's lease
     * @throws EventSourcingException if a later epoch has begun, or the checkpoint stands at that
     *     position or beyond it, or belongs to another incarnation of the journal; the transaction
     *     must be rolled back then
     */
    void save(String consumer, long epoch, long position);
}
