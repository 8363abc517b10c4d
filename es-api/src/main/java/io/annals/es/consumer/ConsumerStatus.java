package io.annals.es.consumer;

import java.util.Optional;

/**
 * How a consumer is doing on this node.
 *
 * @param name its name
 * @param position the position up to which it has finished
 * @param running whether it follows the journal; else it has stopped
 * @param leading whether this node has its lease, so that it runs here and on no other node
 * @param failure why it stopped, or why it is trying again; empty while all is well
 */
public record ConsumerStatus(
        String name,
        long position,
        boolean running,
        boolean leading,
        Optional<Throwable> failure) {}
