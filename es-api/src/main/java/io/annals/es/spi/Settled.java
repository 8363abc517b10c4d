package io.annals.es.spi;

/**
 * How far the journal is settled.
 *
 * @param position no event can appear at or below it any more, and none below it is still invisible
 * @param waiting whether something is known to lie above it that could not be settled yet, so that
 *     asking again soon is worth while
 * @param more whether something is waiting for nothing but to be asked for again, as where a
 *     storage settles in batches; else something has to happen first: a transaction ends, or
 *     another node numbers
 */
public record Settled(long position, boolean waiting, boolean more) {

    /**
     * Rejects what makes no sense.
     *
     * @throws IllegalArgumentException if there is more and nothing waits
     */
    public Settled {
        if (more && !waiting) {
            throw new IllegalArgumentException(
                    "Could not say that there is more to settle after %d while nothing waits"
                            .formatted(position));
        }
    }

    /** Where asking again does not help by itself. */
    public Settled(long position, boolean waiting) {
        this(position, waiting, false);
    }
}
