package io.annals.es.aggregate;

import java.util.Objects;

/**
 * An aggregate's state together with the version it is the state of.
 *
 * @param <A> the aggregate class
 * @param id the id of the stream
 * @param version the version of the last event that was folded
 * @param state the fold of all events up to that version
 */
public record Versioned<A>(String id, long version, A state) {

    /** Rejects nulls. */
    public Versioned {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
    }
}
