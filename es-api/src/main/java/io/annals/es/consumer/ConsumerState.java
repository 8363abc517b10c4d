package io.annals.es.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a consumer is doing, on all nodes.
 *
 * @param name its name
 * @param activity what it does now
 * @param active whether it has effects outside its view: not so a version that is spare, or has yet
 *     to take over
 * @param position up to where all its segments have finished, in the journal
 * @param head the last position that can be read now
 * @param lag how many positions it is behind; as many events at most, as there may be holes
 * @param behind for how long the first event that it has not handled has been there; zero if there
 *     is none
 * @param rate how many positions a second it has gone forward lately
 * @param timeLeft how long it takes to catch up at that rate; empty if it does not move
 * @param segments its parts
 */
public record ConsumerState(
        String name,
        Activity activity,
        boolean active,
        long position,
        long head,
        long lag,
        Duration behind,
        double rate,
        Optional<Duration> timeLeft,
        List<SegmentState> segments) {

    /** Copies the list. */
    public ConsumerState {
        segments = List.copyOf(segments);
    }

    /** What a consumer does. */
    public enum Activity {

        /** Nodes work for all its segments. */
        RUNNING,

        /** It stands still because somebody wants it to. */
        PAUSED,

        /** No node works for one of its segments: it cannot handle an event, or runs nowhere. */
        STOPPED,

        /** It is a part of appends, and so never behind. */
        INLINE,

        /** It is not fed any more. */
        RETIRED
    }

    /**
     * A part of a consumer.
     *
     * @param name the consumer's, with the number of the segment if there are several
     * @param position up to where it has finished
     * @param owner the node that works for it; empty if none does
     */
    public record SegmentState(String name, long position, Optional<String> owner) {}
}
