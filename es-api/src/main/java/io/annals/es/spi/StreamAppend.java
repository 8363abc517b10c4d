package io.annals.es.spi;

import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.ReusedEventIdException;
import io.annals.es.StreamId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Serialised events for one stream.
 *
 * @param stream where they go
 * @param expected what the stream must be like
 * @param events at least one, in order
 * @param metadata what is stored with each of them
 * @param mayBeRepeat whether the ids were chosen by the caller, so that the events may be stored
 *     already; false saves looking for them
 */
public record StreamAppend(
        StreamId stream,
        ExpectedVersion expected,
        List<NewEvent> events,
        Metadata metadata,
        boolean mayBeRepeat) {

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

    /** Events with new ids. */
    public StreamAppend(
            StreamId stream, ExpectedVersion expected, List<NewEvent> events, Metadata metadata) {
        this(stream, expected, events, metadata, false);
    }

    /** The same, none of whose events is stored: that was looked up in this transaction. */
    public StreamAppend knownToBeNew() {
        return new StreamAppend(stream, expected, events, metadata, false);
    }

    /**
     * Makes sure that no payload is too large.
     *
     * @param limit the most bytes
     * @throws EventSourcingException if one has more
     */
    public void requirePayloadsUpTo(int limit) {
        for (NewEvent event : events) {
            if (event.payload().length > limit) {
                throw new EventSourcingException(
                        ("Could not append to %s: the payload of an event of type %s has %d bytes, the limit is %d. "
                                        + "Keep large contents elsewhere and their address in the event, or set es.journal.max-payload (at most %d)")
                                .formatted(
                                        stream,
                                        event.type(),
                                        event.payload().length,
                                        limit,
                                        StorageSettings.LARGEST_PAYLOAD));
            }
        }
    }

    /**
     * The receipt of the append of which this is a repeat; empty if nothing is stored of it.
     *
     * @param stored all stored events that have an id of one of these events, in any order
     * @throws ReusedEventIdException if they are not these events, one after the other in this
     *     stream
     */
    public Optional<Receipt> repeated(Collection<StoredEvent> stored) {
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Map<UUID, StoredEvent> byId =
                stored.stream()
                        .collect(Collectors.toMap(StoredEvent::eventId, Function.identity()));
        if (byId.size() < events.size()) {
            throw noRepeat(
                    events.stream()
                            .map(event -> byId.get(event.eventId()))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElseThrow(),
                    "%d of its %d events are stored".formatted(byId.size(), events.size()));
        }
        long version = 0;
        for (NewEvent event : events) {
            StoredEvent found = Objects.requireNonNull(byId.get(event.eventId()));
            if (!found.stream().equals(stream)) {
                throw noRepeat(found, "it goes to another stream");
            }
            if (version != 0 && found.version() != version + 1) {
                throw noRepeat(found, "its events are stored in another order");
            }
            if (!found.type().equals(event.type())
                    || found.revision() != event.revision()
                    || !Arrays.equals(found.payload(), event.payload())) {
                throw noRepeat(found, "it has other content");
            }
            version = found.version();
        }
        return Optional.of(new Receipt(stream, version));
    }

    private ReusedEventIdException noRepeat(StoredEvent stored, String difference) {
        return new ReusedEventIdException(
                stream, stored.eventId(), stored.stream(), stored.version(), difference);
    }
}
