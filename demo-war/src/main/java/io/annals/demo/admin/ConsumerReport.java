package io.annals.demo.admin;

import io.annals.es.consumer.ConsumerState;
import io.annals.es.consumer.ConsumerState.SegmentState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a consumer is doing, as operators read it.
 *
 * @param activity running, paused, stopped, inline or retired
 * @param active whether it has effects outside its view
 * @param position up to where it has finished
 * @param head the last position that can be read now
 * @param lag how many positions it is behind
 * @param behindSeconds how old the first event is that it has not handled
 * @param rate how many positions a second it has gone forward lately
 * @param timeLeftSeconds how long it takes to catch up at that rate; null if it does not move
 * @param failure the class of what it failed with; null if it has not, or on another node. The log
 *     says more
 */
public record ConsumerReport(
        String name,
        String activity,
        boolean active,
        long position,
        long head,
        long lag,
        double behindSeconds,
        double rate,
        @Nullable Double timeLeftSeconds,
        List<Segment> segments,
        @Nullable String failure) {

    /** Copies the segments. */
    public ConsumerReport {
        segments = List.copyOf(segments);
    }

    /**
     * A part of a consumer.
     *
     * @param owner the node that works for it; null if none does
     */
    public record Segment(String name, long position, @Nullable String owner) {

        static Segment of(SegmentState state) {
            return new Segment(state.name(), state.position(), state.owner().orElse(null));
        }
    }

    static ConsumerReport of(ConsumerState state, Optional<Throwable> failure) {
        return new ConsumerReport(
                state.name(),
                state.activity().name().toLowerCase(Locale.ROOT),
                state.active(),
                state.position(),
                state.head(),
                state.lag(),
                seconds(state.behind()),
                state.rate(),
                state.timeLeft().map(ConsumerReport::seconds).orElse(null),
                state.segments().stream().map(Segment::of).toList(),
                failure.map(thrown -> thrown.getClass().getName()).orElse(null));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
