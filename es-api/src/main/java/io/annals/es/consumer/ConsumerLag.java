package io.annals.es.consumer;

import java.time.Duration;

/**
 * How far a consumer is behind the journal, whichever nodes run it.
 *
 * @param name its name
 * @param positions how many positions there are between it and what can be read, as known within
 *     the last second; as many events at most, as positions may have holes, and others' events have
 *     positions, too
 * @param unmoved for how long it has been where it is although it is behind; zero while it moves or
 *     has nothing to handle
 * @param paused whether it stands still because somebody wants it to
 */
public record ConsumerLag(String name, long positions, Duration unmoved, boolean paused) {}
