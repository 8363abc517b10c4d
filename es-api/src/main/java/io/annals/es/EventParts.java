package io.annals.es;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a stored event is today: one event, as a rule; several, where an {@linkplain
 * io.annals.es.evolution.Upcaster upcaster} has split it; none, where one has dropped it.
 *
 * <p>Immutable as far as the events are.
 *
 * @param version its place in its stream
 * @param eventId its identity
 * @param time when it was appended
 * @param events what it is, in order; all have its version, position, id, time and metadata, and
 *     are told apart by their {@link EventEnvelope#part() number}
 */
public record EventParts(
        long version, UUID eventId, Instant time, List<EventEnvelope<Object>> events) {

    /** Copies the list. */
    public EventParts {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(time, "time");
        events = List.copyOf(events);
    }
}
