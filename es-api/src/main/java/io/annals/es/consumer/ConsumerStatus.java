package io.annals.es.consumer;

import java.time.Duration;
import java.util.Optional;

/**
 * How a consumer is doing on this node.
 *
 * @param name its name
 * @param position the position up to which it has finished
 * @param running whether it follows the journal; else it has stopped
 * @param leading whether this node has its lease, so that it runs here and on no other node
 * @param failure why it stopped, or why it is trying again; empty while all is well
 * @param handling for how long it has been at one event, in reading its payload or in its handler;
 *     zero while it is at none
 * @param deadLetters how many events it has set aside, if this node has its lease
 * @param dismissed how many of those it has left out since this node was started, because somebody
 *     decided so
 * @param skipped how many events it has read, since this node was started, that were its own, and
 *     that it has passed without having them handled or setting them aside. The engine counts these
 *     to check itself, and so it is always 0; what the filter leaves out is not read, and what a
 *     handler does with an event is not known
 */
public record ConsumerStatus(
        String name,
        long position,
        boolean running,
        boolean leading,
        Optional<Throwable> failure,
        Duration handling,
        long deadLetters,
        long dismissed,
        long skipped) {}
