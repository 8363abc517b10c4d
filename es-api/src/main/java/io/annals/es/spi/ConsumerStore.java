package io.annals.es.spi;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what all nodes must agree on about the journal's consumers.
 *
 * <p>Thread-safe. Joins the transaction that is active on this thread.
 */
public interface ConsumerStore {

    /** All consumers that there have ever been and that were not removed, by name. */
    List<StoredConsumer> all();

    /** One of them. */
    Optional<StoredConsumer> find(String name);

    /**
     * Stores a new one.
     *
     * @throws EventSourcingException if there is one of that name, or another transaction stores
     *     it; the transaction must be rolled back then
     */
    void create(StoredConsumer consumer);

    /**
     * Changes one: others that change it wait until this transaction has ended, and fail if it
     * commits.
     *
     * @param changed as it was read, but for what is to change; its revision is raised by one
     * @throws ContentionException if it has been changed or removed since it was read; the
     *     transaction must be rolled back then
     */
    void change(StoredConsumer changed);

    /**
     * Keeps others from {@linkplain #lock locking} a consumer until this transaction has ended, and
     * waits for one that has locked it. Others may share it at the same time, where the database
     * can do that.
     *
     * @return whether there is such a consumer
     * @throws ContentionException if the database gave up waiting
     */
    boolean share(String name);

    /**
     * Waits for the end of all transactions that {@linkplain #share share} a consumer or have
     * locked it, and keeps others from both until this one has ended. It does not wait for ever,
     * however many go on sharing.
     *
     * @return whether there is such a consumer
     * @throws ContentionException if the database gave up waiting
     */
    boolean lock(String name);

    /** Removes one; no effect if it is not there. */
    void remove(String name);
}
