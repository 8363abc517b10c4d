package io.annals.es.aggregate;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A command that may be sent again: the ids of its events follow from its own.
 *
 * @param id the same for each sending
 */
record Command(UUID id) {

    /** Ids for that many events, from the first. */
    List<UUID> eventIds(int count) {
        return IntStream.range(0, count).mapToObj(this::eventId).toList();
    }

    /**
     * The id of its event number {@code index}, from 0: a UUID of version 8 (RFC 9562), whose first
     * 48 bits are those of the command, so that ids of time-ordered commands are time-ordered, too.
     * The others are a hash.
     */
    UUID eventId(int index) {
        ByteBuffer name =
                ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .putInt(index);
        ByteBuffer hash = ByteBuffer.wrap(sha256(name.array()));
        return new UUID(
                id.getMostSignificantBits() & 0xffff_ffff_ffff_0000L
                        | 0x8000
                        | hash.getLong() & 0x0fff,
                0x8000_0000_0000_0000L | hash.getLong() & 0x3fff_ffff_ffff_ffffL);
    }

    private static byte[] sha256(byte[] name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
