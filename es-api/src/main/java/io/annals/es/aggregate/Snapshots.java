package io.annals.es.aggregate;

import io.annals.es.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * States of one aggregate class from which its folds may go on, instead of from the beginning of a
 * stream.
 *
 * <p>Thread-safe. Called within commands: each call is quick, none fails for a reason of snapshots.
 *
 * @param <A> the aggregate class
 */
public interface Snapshots<A> {

    /** The latest state of a stream, which may be older than its last event. */
    Optional<Versioned<A>> latest(StreamId stream);

    /**
     * A stream was folded.
     *
     * @param version of its last event
     * @param events how many events were read for that
     */
    void folded(StreamId stream, long version, long events, Duration took);

    /**
     * Events were appended in the transaction that is active, if there is one.
     *
     * @param version of the last one
     */
    void appended(StreamId stream, long version, List<?> events);

    /** Where each fold begins with the first event. */
    static <A> Snapshots<A> none() {
        return new Snapshots<>() {
            @Override
            public Optional<Versioned<A>> latest(StreamId stream) {
                return Optional.empty();
            }

            @Override
            public void folded(StreamId stream, long version, long events, Duration took) {}

            @Override
            public void appended(StreamId stream, long version, List<?> events) {}
        };
    }
}
