package io.annals.es.spi;

import java.util.List;

/**
 * Some events, in order, as many as a storage gives at once.
 *
 * @param events none only if there are no more
 * @param more whether there may be events after the last one of these
 */
public record Page(List<StoredEvent> events, boolean more) {

    /** The payloads of a page have together at most so many bytes, unless it is one event. */
    public static final int MAX_BYTES = 8 << 20;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are to be more events, but none here after which to
     *     go on
     */
    public Page {
        events = List.copyOf(events);
        if (more && events.isEmpty()) {
            throw new IllegalArgumentException(
                    "Could not make a page: it is empty, but there are to be more events. Put one event at least into it");
        }
    }
}
