package io.annals.es.evolution;

import io.annals.es.EventRevision;
import java.util.Objects;

/**
 * What an upcaster makes of a stored event, or one of several things.
 *
 * @param revision as what the payload is to be read, by the next upcaster or by the event's class
 * @param payload the event as a tree
 * @param <T> the form of the tree
 */
public record Part<T>(EventRevision revision, T payload) {

    /** Rejects nulls. */
    public Part {
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(payload, "payload");
    }

    /** A part as what the payload is to be read. */
    public static <T> Part<T> of(String type, int revision, T payload) {
        return new Part<>(new EventRevision(type, revision), payload);
    }
}
