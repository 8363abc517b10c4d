package io.annals.es;

import java.util.List;
import java.util.Objects;

/**
 * Events to be appended to one stream.
 *
 * <p>Immutable as far as the events are.
 *
 * @param stream where they go
 * @param expected what the stream must be like
 * @param events at least one, in order
 * @param metadata what is stored with each of them
 */
public record Append(StreamId stream, ExpectedVersion expected, List<?> events, Metadata metadata) {

    /**
     * Copies the events.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Append {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(metadata, "metadata");
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException(
                    "Nothing to append to %s: the list of events is empty. Pass at least one event"
                            .formatted(stream));
        }
    }
}
