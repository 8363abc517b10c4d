package io.annals.es;

import java.util.Objects;

/**
 * One of the shapes that the events of a type have had.
 *
 * <p>Immutable.
 *
 * @param type the logical type name, see {@link EventType}
 * @param revision which of the shapes, from 1
 */
public record EventRevision(String type, int revision) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public EventRevision {
        Objects.requireNonNull(type, "type");
        if (revision < 1) {
            throw new IllegalArgumentException(
                    "Not a revision of event type '%s': %d. Expected a number from 1"
                            .formatted(type, revision));
        }
    }

    /** As in messages: {@code 'item-added' revision 2}. */
    @Override
    public String toString() {
        return "'%s' revision %d".formatted(type, revision);
    }
}
