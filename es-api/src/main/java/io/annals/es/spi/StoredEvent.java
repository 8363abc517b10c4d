package io.annals.es.spi;

import io.annals.es.EventEnvelope;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A serialised event as a storage gives it back.
 *
 * @param stream its stream
 * @param version its place in the stream, from 1
 * @param position its place in the journal, {@link EventEnvelope#NO_POSITION} if it has none yet
 * @param eventId its identity
 * @param type its logical type name
 * @param revision the shape of its payload, from 1
 * @param time when it was appended, by the storage's clock
 * @param metadata what was stored with it
 * @param payload its bytes; not copied, so nobody may change them
 */
@SuppressWarnings(
        "ArrayRecordComponent") // copied nowhere on purpose: a payload passes through here once
public record StoredEvent(
        StreamId stream,
        long version,
        long position,
        UUID eventId,
        String type,
        int revision,
        Instant time,
        Metadata metadata,
        byte[] payload) {

    /** Rejects nulls. */
    public StoredEvent {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(payload, "payload");
    }
}
