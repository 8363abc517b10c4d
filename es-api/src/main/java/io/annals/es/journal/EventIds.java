package io.annals.es.journal;

import java.util.UUID;

/** Makes ids for events that come without one: UUIDs of version 7 (RFC 9562). */
final class EventIds {

    private EventIds() {}

    /**
     * A random id that begins with the time: ids made at about the same time lie side by side in an
     * index, whose other pages then need not be in memory. Nothing relies on their order.
     *
     * @param millis since the epoch
     */
    static UUID at(long millis) {
        UUID random = UUID.randomUUID();
        return new UUID(
                millis << 16 | 0x7000 | random.getMostSignificantBits() & 0x0fff,
                random.getLeastSignificantBits());
    }
}
