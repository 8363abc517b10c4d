package io.annals.es.inline;

import java.time.Duration;

/**
 * What it took to build the view of an inline projection.
 *
 * @param events how many events were handled
 * @param paused how long appends of its categories had to wait, at most
 */
public record Rebuilt(long events, Duration paused) {}
