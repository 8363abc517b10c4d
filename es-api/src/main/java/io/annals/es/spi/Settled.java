package io.annals.es.spi;

/**
 * How far the journal is settled.
 *
 * @param position no event can appear at or below it any more, and none below it is still invisible
 * @param waiting whether something is known to lie above it that could not be settled yet, so that
 *     asking again soon is worth while
 * @param more whether what is waiting needs nothing but to be asked for again, as where a storage
 *     settles in batches; else somebody's transaction has to end first
 */
public record Settled(long position, boolean waiting, boolean more) {

    /** Where whatever is waiting waits for a transaction to end. */
    public Settled(long position, boolean waiting) {
        this(position, waiting, false);
    }
}
