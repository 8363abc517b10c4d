package io.annals.es.consumer;

import java.util.Optional;

/**
 * How a consumer is doing on this node.
 *
 * @param name its name
 * @param position the position up to which it has finished
 * @param failure why it stopped; empty while it runs
 */
public record ConsumerStatus(String name, long position, Optional<Throwable> failure) {}
