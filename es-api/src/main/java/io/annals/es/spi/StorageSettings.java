package io.annals.es.spi;

import java.time.Duration;

/**
 * What an application can choose about its storage.
 *
 * @param createSchema whether missing tables are to be created
 * @param leaseDuration how long a node may be silent before another one takes over what it alone
 *     did: a consumer, or giving committed events their positions
 * @param maxPayload how many bytes the payload of an event may have
 */
public record StorageSettings(boolean createSchema, Duration leaseDuration, int maxPayload) {

    /** The most bytes that a payload can have on every database: 16 MiB. */
    public static final int LARGEST_PAYLOAD = 16 << 20;

    private static final StorageSettings DEFAULTS =
            new StorageSettings(false, Duration.ofSeconds(10), LARGEST_PAYLOAD);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the duration of leases is not positive, or payloads are
     *     to have no byte or more than {@link #LARGEST_PAYLOAD}
     */
    public StorageSettings {
        if (leaseDuration.isNegative() || leaseDuration.isZero()) {
            throw new IllegalArgumentException(
                    "Could not set the duration of leases to %s: expected a positive one"
                            .formatted(leaseDuration));
        }
        if (maxPayload < 1 || maxPayload > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "Could not limit payloads to %d bytes: expected 1 to %d"
                            .formatted(maxPayload, LARGEST_PAYLOAD));
        }
    }

    /** No tables are created; leases last 10 s; payloads may have 16 MiB. */
    public static StorageSettings defaults() {
        return DEFAULTS;
    }

    /** These, except whether missing tables are to be created. */
    public StorageSettings withCreateSchema(boolean createSchema) {
        return new StorageSettings(createSchema, leaseDuration, maxPayload);
    }

    /** These, except for how long leases last. */
    public StorageSettings withLeaseDuration(Duration leaseDuration) {
        return new StorageSettings(createSchema, leaseDuration, maxPayload);
    }

    /** These, except for how large payloads may be. */
    public StorageSettings withMaxPayload(int maxPayload) {
        return new StorageSettings(createSchema, leaseDuration, maxPayload);
    }
}
