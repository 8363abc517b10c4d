package io.annals.es.spi;

import io.annals.es.StreamId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps snapshots: states of aggregates that need not be folded from the beginning again. They are
 * a cache: whatever is missing or removed costs a replay, and nothing else.
 *
 * <p>Thread-safe. Joins the transaction that is active on this thread, or runs in one of its own
 * where there is none.
 */
public interface SnapshotStore {

    /**
     * The snapshot of a stream's highest version.
     *
     * @param fingerprint of the classes that read it; those of others are not found
     */
    Optional<StoredSnapshot> latest(StreamId stream, String fingerprint);

    /**
     * Stores a snapshot, in the place of one of that stream, fingerprint and version.
     *
     * @param keep how many of the stream are kept, those that were stored last; at least 1
     */
    void save(StoredSnapshot snapshot, int keep);

    /** Removes all snapshots of a stream. */
    void remove(StreamId stream);

    /** What is kept of a stream, without the states, in any order. */
    List<KeptSnapshot> kept(StreamId stream);

    /**
     * A snapshot that is kept.
     *
     * @param fingerprint of the classes that read it
     * @param version the version of the last event that was folded
     * @param type which of the aggregate's classes the state is of
     * @param bytes how large the serialised state is
     */
    record KeptSnapshot(String fingerprint, long version, String type, long bytes) {}
}
