package io.annals.es.spi;

import io.annals.es.StreamId;

/**
 * A state of an aggregate as it is stored.
 *
 * @param stream whose events were folded
 * @param fingerprint of the classes that made it, up to 64 characters
 * @param version the version of the last event that was folded
 * @param type which of the aggregate's classes the state is of, up to 255 characters
 * @param checksum by which who has written it knows it again
 * @param payload the serialised state; neither copied nor to be changed
 */
public record StoredSnapshot(
        StreamId stream,
        String fingerprint,
        long version,
        String type,
        long checksum,
        byte[] payload) {

    /** Says which it is, without the payload. */
    @Override
    public String toString() {
        return "the snapshot of %s at version %d".formatted(stream, version);
    }
}
