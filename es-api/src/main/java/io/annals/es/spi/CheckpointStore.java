package io.annals.es.spi;

import io.annals.es.EventSourcingException;
import java.util.Map;

/**
 * Keeps how far each consumer has come: a named position each, and the epoch in which it may be
 * moved.
 *
 * <p>Thread-safe. Joins the transaction that is active on this thread.
 */
public interface CheckpointStore {

    /**
     * The position of the last event that the consumer has finished with; 0 if it has no
     * checkpoint.
     *
     * @throws EventSourcingException if the checkpoint belongs to another incarnation of the
     *     journal, or is beyond its last position
     */
    long load(String name);

    /** All checkpoints by name, also those that {@link #load} would refuse. */
    Map<String, Checkpoint> all();

    /**
     * Begins an epoch: nothing can be saved in an earlier one any more. Waits for a transaction
     * that has saved in an earlier one and is not over yet; until the end of the caller's
     * transaction others wait for it.
     *
     * @throws EventSourcingException if there is no checkpoint of this name, and as {@link #load}
     */
    Checkpoint resume(String name);

    /**
     * Moves a checkpoint forward.
     *
     * <p>The check is part of the write: of two processes that run the same consumer only one can
     * commit an event's checkpoint, and with it what its handler wrote.
     *
     * @param epoch that of {@link #resume}
     * @throws EventSourcingException if a later epoch has begun, or the checkpoint stands at that
     *     position or beyond it, is not there, or belongs to another incarnation of the journal;
     *     the transaction must be rolled back then
     */
    void save(String name, long epoch, long position);

    /**
     * Makes sure that an epoch lasts until the end of the caller's transaction, without moving the
     * checkpoint: who wants to begin another one waits for it.
     *
     * @param epoch that of {@link #resume}
     * @throws EventSourcingException if a later epoch has begun, or there is no checkpoint of this
     *     name; the transaction must be rolled back then
     */
    void hold(String name, long epoch);

    /**
     * Puts a checkpoint anywhere, in the journal's present incarnation, and ends the epoch; makes
     * it if there is none.
     *
     * @param replayUntil see {@link Checkpoint#replayUntil()}
     */
    void reset(String name, long position, long replayUntil);

    /** Removes a checkpoint; whoever works from it cannot save any more. */
    void remove(String name);
}
