package io.annals.es.consumer;

import io.annals.es.EventFilter;
import java.util.Objects;

/**
 * A named follower of the journal.
 *
 * @param name the name of its checkpoint, 1 to 100 characters; never given to another consumer
 * @param filter the events it wants
 * @param delivery what its handler may rely on
 * @param handler what it does
 */
public record Consumer(String name, EventFilter filter, Delivery delivery, EventHandler handler) {

    private static final int MAX_NAME_LENGTH = 100;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is blank or too long
     */
    public Consumer {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(handler, "handler");
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "Not a consumer name: '%s'. Expected 1 to %d characters"
                            .formatted(name, MAX_NAME_LENGTH));
        }
    }
}
