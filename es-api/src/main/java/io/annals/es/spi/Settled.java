package io.annals.es.spi;

/**
 * How far the journal is settled.
 *
 * @param position no event can appear at or below it any more, and none below it is still invisible
 * @param waiting whether something is known to lie above it that could not be settled yet, so that
 *     asking again soon is worth while
 */
public record Settled(long position, boolean waiting) {}
