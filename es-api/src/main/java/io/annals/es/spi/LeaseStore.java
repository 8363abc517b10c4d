package io.annals.es.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Leases, by which one node of many does what only one may do.
 *
 * <p>Thread-safe. Every call is a transaction of its own, whatever the caller's. Time is the
 * storage's. A node that was frozen may believe that it still has a lease: what it writes must be
 * refused by the epoch, as {@link CheckpointStore} does.
 */
public interface LeaseStore {

    /** How long a lease lasts unless it is renewed. */
    Duration duration();

    /**
     * Takes leases that nobody has or whose time is over, and keeps own ones, each of which is
     * renewed when a third of its time is over. However many they are, to keep them costs a
     * statement, or three when they are renewed. Waits for nobody: a lease whose row another
     * transaction has locked is that one's.
     *
     * @param names each 1 to 120 characters
     * @param owner names this node and no other, 1 to 255 characters
     * @return those of the leases that this node has now, each with how often it has been taken,
     *     which is another number for each who has had it; other nodes have the rest
     */
    Map<String, Long> hold(Set<String> names, String owner);

    /** Who has which lease now. */
    Map<String, String> owners();

    /**
     * Gives a lease back, so that others can take it at once; no effect if it is not the owner's.
     */
    void release(String name, String owner);
}
