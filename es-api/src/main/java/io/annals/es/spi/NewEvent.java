package io.annals.es.spi;

import java.util.Objects;
import java.util.UUID;

/**
 * A serialised event on its way into a storage.
 *
 * @param eventId its identity; no other stored event has it
 * @param type its logical type name
 * @param revision the shape of its payload, from 1
 * @param payload its bytes; not copied, so nobody may change them
 */
@SuppressWarnings(
        "ArrayRecordComponent") // copied nowhere on purpose: a payload passes through here once
public record NewEvent(UUID eventId, String type, int revision, byte[] payload) {

    /** Rejects nulls. */
    public NewEvent {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(payload, "payload");
    }
}
