package io.annals.es;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Events to be appended to one stream.
 *
 * <p>An append that carries ids for its events may be repeated without harm, as a client does that
 * did not get the answer: where its events are stored already, nothing is stored and the first
 * receipt is returned, whatever the stream is expected to be like. A repeat has the same stream and
 * the same events in the same order, in type, revision and serialised bytes; metadata may differ.
 * What a former release has stored is compared as upcasters make it, but for what they split or
 * drop: of that there is no repeat.
 *
 * <p>Immutable as far as the events are.
 *
 * @param stream where they go
 * @param expected what the stream must be like
 * @param events at least one, in order
 * @param metadata what is stored with each of them
 * @param eventIds an id for each event, in the same order; none to have them made, as for an append
 *     that is never repeated
 */
public record Append(
        StreamId stream,
        ExpectedVersion expected,
        List<?> events,
        Metadata metadata,
        List<UUID> eventIds) {

    /**
     * Copies the events.
     *
     * @throws IllegalArgumentException if there is none, the ids are neither none nor a different
     *     one for each, or the metadata are beyond the limits of {@link Metadata}, as some that
     *     were read may be
     */
    public Append {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(expected, "expected");
        metadata.requireWithinLimits();
        events = List.copyOf(events);
        eventIds = List.copyOf(eventIds);
        if (events.isEmpty()) {
            throw new IllegalArgumentException(
                    "Nothing to append to %s: the list of events is empty. Pass at least one event"
                            .formatted(stream));
        }
        if (!eventIds.isEmpty()
                && (eventIds.size() != events.size()
                        || new HashSet<>(eventIds).size() != eventIds.size())) {
            throw new IllegalArgumentException(
                    "Could not append to %s: %d events came with %d ids, %d of them different. Pass a different id for each event, or none"
                            .formatted(
                                    stream,
                                    events.size(),
                                    eventIds.size(),
                                    new HashSet<>(eventIds).size()));
        }
    }

    /** Events that get new ids. */
    public Append(StreamId stream, ExpectedVersion expected, List<?> events, Metadata metadata) {
        this(stream, expected, events, metadata, List.of());
    }

    /** The same, with metadata that it does not have itself. */
    public Append withMetadata(Metadata others) {
        return new Append(stream, expected, events, metadata.orElse(others), eventIds);
    }
}
