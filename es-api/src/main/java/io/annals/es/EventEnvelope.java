package io.annals.es;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A stored event with everything the journal knows of it.
 *
 * <p>Immutable as far as the event is.
 *
 * @param <E> the type of the event
 * @param event the fact itself
 * @param type its logical name today, see {@link EventType}
 * @param stream the stream it belongs to
 * @param version its place in that stream: 1, 2, 3 … without holes, but for those that upcasters
 *     drop; the same for the {@linkplain EventParts parts} of one that they split
 * @param position its place in the whole journal, strictly increasing, with holes; {@link
 *     #NO_POSITION} where the event was read from its stream before the database gave it one
 *     (consumers always see a position)
 * @param eventId its identity, the same in every copy of it
 * @param time when it was appended, by the database's clock
 * @param metadata who and what caused it
 * @param part which of the parts of an event that upcasters split, from 0; 0 for every other event
 */
public record EventEnvelope<E>(
        E event,
        String type,
        StreamId stream,
        long version,
        long position,
        UUID eventId,
        Instant time,
        Metadata metadata,
        int part) {

    /** Stands for a position that is not known yet; every real position is greater. */
    public static final long NO_POSITION = 0;

    /** Rejects nulls. */
    public EventEnvelope {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(metadata, "metadata");
    }

    /** An event that was not split. */
    public EventEnvelope(
            E event,
            String type,
            StreamId stream,
            long version,
            long position,
            UUID eventId,
            Instant time,
            Metadata metadata) {
        this(event, type, stream, version, position, eventId, time, metadata, 0);
    }

    /** Names the event without its payload: {@code cart/4711 version 3 (item-added)}. */
    @Override
    public String toString() {
        return "%s version %d (%s)".formatted(stream, version, type);
    }
}
