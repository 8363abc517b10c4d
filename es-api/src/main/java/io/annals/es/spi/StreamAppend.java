package io.annals.es.spi;

import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import java.util.List;
import java.util.Objects;

/**
 * Serialised events for one stream.
 *
 * @param stream where they go
 * @param expected what the stream must be like
 * @param events at least one, in order
 * @param metadata what is stored with each of them
 */
public record StreamAppend(
        StreamId stream, ExpectedVersion expected, List<NewEvent> events, Metadata metadata) {

    /** Copies the list. */
    public StreamAppend {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(metadata, "metadata");
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException(
                    "Nothing to append to %s: no events".formatted(stream));
        }
    }
}
