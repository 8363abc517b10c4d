package io.annals.es.aggregate;

import io.annals.es.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * States of one aggregate class from which its folds may go on, instead of from the beginning of a
 * stream.
 *
 * <p>Thread-safe. Called within commands: each call is quick, none fails for a reason of snapshots.
 *
 * @param <A> the aggregate class
 */
public interface Snapshots<A> {

    /** What is kept of a stream, which may be older than its last event. */
    Optional<Kept<A>> latest(StreamId stream);

    /**
     * A stream was folded.
     *
     * @param version of its last event
     * @param lastEvent the id of its last event; empty if it has none
     * @param events how many events were folded for that
     */
    void folded(
            StreamId stream, long version, Optional<UUID> lastEvent, long events, Duration took);

    /**
     * Events were appended in the transaction that is active, if there is one.
     *
     * @param version of the last one
     */
    void appended(StreamId stream, long version, List<?> events);

    /**
     * A state that is kept. It counts only where the stream still has the event that it ends with:
     * events may be gone, as from a database that was restored, and others be in their place.
     */
    interface Kept<A> {

        /** The version that it claims to be of. */
        long version();

        /**
         * The state, if it is one after this event; empty if not, or if it cannot be read.
         *
         * @param lastEvent the id of the stream's event of that version; empty if it has none
         */
        Optional<A> after(Optional<UUID> lastEvent);
    }

    /** Where each fold begins with the first event. */
    static <A> Snapshots<A> none() {
        return new Snapshots<>() {
            @Override
            public Optional<Kept<A>> latest(StreamId stream) {
                return Optional.empty();
            }

            @Override
            public void folded(
                    StreamId stream,
                    long version,
                    Optional<UUID> lastEvent,
                    long events,
                    Duration took) {}

            @Override
            public void appended(StreamId stream, long version, List<?> events) {}
        };
    }
}
