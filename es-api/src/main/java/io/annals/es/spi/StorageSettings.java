package io.annals.es.spi;

import java.time.Duration;

/**
 * What an application can choose about its storage.
 *
 * @param createSchema whether missing tables are to be created
 * @param leaseDuration how long a node that gives committed events their positions may be silent
 *     before another one takes over; storages that need no such node ignore it
 */
public record StorageSettings(boolean createSchema, Duration leaseDuration) {

    private static final StorageSettings DEFAULTS =
            new StorageSettings(false, Duration.ofSeconds(10));

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the duration of leases is not positive
     */
    public StorageSettings {
        if (leaseDuration.isNegative() || leaseDuration.isZero()) {
            throw new IllegalArgumentException(
                    "Could not set the duration of leases to %s: expected a positive one"
                            .formatted(leaseDuration));
        }
    }

    /** No tables are created; leases last 10 s. */
    public static StorageSettings defaults() {
        return DEFAULTS;
    }

    /** These, except whether missing tables are to be created. */
    public StorageSettings withCreateSchema(boolean createSchema) {
        return new StorageSettings(createSchema, leaseDuration);
    }

    /** These, except for how long leases last. */
    public StorageSettings withLeaseDuration(Duration leaseDuration) {
        return new StorageSettings(createSchema, leaseDuration);
    }
}
