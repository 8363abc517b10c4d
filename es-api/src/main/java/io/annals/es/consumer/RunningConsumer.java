package io.annals.es.consumer;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this node does for one consumer: a thread for each of its segments, while it has any and is
 * not paused.
 *
 * <p>Thread-safe.
 */
final class RunningConsumer {

    private static final Logger LOG = System.getLogger(RunningConsumer.class.getName());
    private static final String OTHER_FILTER =
            "Consumer '%s' does not run on this node: it is set up here for %s, and was for %s where it has come so far. Nothing was skipped. If another application has this name, give one of them another; if its categories or types were changed, make it a new version or consumer, or reset it on a node that has the new ones, to the position after which they are to count: a view that is emptied by a reset, to 0";

    private final Consumer consumer;
    private final Function<Segment, ConsumerLoop> loops;
    private final ThreadFactory factory;
    private final Map<Segment, Running> running = new HashMap<>();
    private @Nullable StoredConsumer plan;
    private @Nullable Throwable refusal;
    private @Nullable Throwable unknown;
    private boolean closed;

    RunningConsumer(
            Consumer consumer, Function<Segment, ConsumerLoop> loops, ThreadFactory factory) {
        this.consumer = consumer;
        this.loops = loops;
        this.factory = factory;
    }

    Consumer consumer() {
        return consumer;
    }

    /** Whether this node has not looked for it in the storage yet. */
    synchronized boolean isNew() {
        return plan == null;
    }

    /** What was stored of it when this node looked last; empty if it has not. */
    synchronized Optional<StoredConsumer> plan() {
        return Optional.ofNullable(plan);
    }

    /**
     * Whether nodes have agreed on other events than this one is set up for: then nothing of it
     * runs here, and its status says why.
     */
    synchronized boolean refuses(StoredConsumer stored) {
        if (consumer.isFilteredAs(stored)) {
            refusal = null;
            return false;
        }
        stopAllBut(Set.of());
        if (refusal == null) {
            refusal =
                    new OtherFilterException(
                            OTHER_FILTER.formatted(
                                    consumer.name(), consumer.wants(), stored.filter()));
            notifyAll();
            LOG.log(Level.ERROR, refusal.getMessage());
        }
        return true;
    }

    /**
     * Starts and stops threads, as it is stored. One that has stopped at a failure is started again
     * when what is stored has changed.
     *
     * @param now what is stored
     * @param share the segments that this node is to work for
     * @param limits up to where segments may go; all others as far as there are events
     */
    synchronized void adjust(StoredConsumer now, Set<Segment> share, Map<Segment, Long> limits) {
        plan = now;
        notifyAll();
        Set<Segment> wanted =
                closed ? Set.of() : share.stream().filter(now::has).collect(toUnmodifiableSet());
        stopAllBut(wanted);
        running.values().removeIf(own -> isOver(own, now)); // no two threads of one segment
        for (Segment segment : wanted) {
            Running own = running.computeIfAbsent(segment, made -> start(made, now.revision()));
            own.loop.follow(now.revision(), limits.getOrDefault(segment, Long.MAX_VALUE));
        }
    }

    /**
     * Forgets that a thread has stopped at an event, where another node has handled that since.
     *
     * @param stored all checkpoints
     */
    synchronized void forgetFailures(Map<String, Checkpoint> stored) {
        running.entrySet()
                .removeIf(
                        entry -> {
                            Checkpoint now = stored.get(entry.getKey().name());
                            Running own = entry.getValue();
                            return own.loop.hasFailed()
                                    && !own.thread.isAlive()
                                    && now != null
                                    && now.position() > own.loop.saved();
                        });
    }

    /** Tells the threads to end. */
    synchronized void stop() {
        closed = true;
        running.values().forEach(entry -> entry.loop.stop());
    }

    /** Those that work for it, or have ended a moment ago. */
    synchronized List<Thread> threads() {
        return running.values().stream().map(Running::thread).toList();
    }

    /**
     * Notes whether this node can follow what is stored of it: while it cannot, its threads go on,
     * but none begins.
     *
     * @param failure why not; null if it can
     */
    synchronized void followed(@Nullable Throwable failure) {
        unknown = failure;
    }

    /** How it is doing on this node. */
    synchronized ConsumerStatus status() {
        List<ConsumerStatus> all = running.values().stream().map(own -> own.loop.status()).toList();
        return new ConsumerStatus(
                consumer.name(),
                all.stream().mapToLong(ConsumerStatus::position).min().orElse(0),
                refusal == null
                        && (unknown == null || plan != null)
                        && all.stream().allMatch(ConsumerStatus::running),
                all.stream().anyMatch(ConsumerStatus::leading),
                Stream.of(
                                Stream.ofNullable(refusal),
                                all.stream().flatMap(status -> status.failure().stream()),
                                Stream.ofNullable(unknown))
                        .flatMap(Function.identity())
                        .findFirst(),
                all.stream()
                        .map(ConsumerStatus::handling)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO),
                all.stream().mapToLong(ConsumerStatus::deadLetters).sum(),
                all.stream().mapToLong(ConsumerStatus::dismissed).sum(),
                all.stream().mapToLong(ConsumerStatus::skipped).sum());
    }

    /** Whether this node has looked for it in the storage. */
    synchronized boolean hasBegun() {
        return plan != null || refusal != null;
    }

    /** Waits until it has, or the time is over. */
    synchronized void awaitBegun(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos();
                !hasBegun() && left > 0;
                left = end - System.nanoTime()) {
            wait(Duration.ofNanos(left).toMillis() + 1);
        }
    }

    /**
     * How far it is behind, on whichever nodes it runs.
     *
     * @param head up to where the journal can be read
     * @param rates what was seen of all checkpoints
     * @return empty while this node knows nothing of it, or where it is not fed
     */
    synchronized Optional<ConsumerLag> lag(long head, Rates rates) {
        return Optional.ofNullable(plan)
                .filter(known -> !known.retired())
                .flatMap(
                        known ->
                                Segment.of(known.name(), known.segments()).stream()
                                        .map(segment -> lag(known, segment, head, rates))
                                        .max(Comparator.comparingLong(ConsumerLag::positions)));
    }

    private ConsumerLag lag(StoredConsumer known, Segment segment, long head, Rates rates) {
        long position = reached(segment).orElseGet(() -> rates.position(segment.name()));
        long behind = Math.max(0, head - position);
        return new ConsumerLag(
                known.name(),
                behind,
                behind == 0 ? Duration.ZERO : rates.unmoved(segment.name()),
                known.paused());
    }

    /**
     * The segments whose thread has stopped at a failure, where what is stored has not changed
     * since.
     */
    synchronized Set<Segment> stopped(StoredConsumer now) {
        return segments(own -> own.revision == now.revision() && own.loop.hasFailed());
    }

    /**
     * Those of them that have stopped for a reason that lies here, such as an event type that this
     * release does not know.
     */
    synchronized Set<Segment> stoppedHere(StoredConsumer now) {
        return segments(own -> own.revision == now.revision() && own.loop.hasFailedHere());
    }

    private Set<Segment> segments(Predicate<Running> which) {
        return running.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    /** How far a segment has come here; empty if it runs elsewhere. */
    synchronized Optional<Long> reached(Segment segment) {
        return Optional.ofNullable(running.get(segment))
                .map(own -> own.loop)
                .filter(loop -> loop.status().leading())
                .map(ConsumerLoop::saved);
    }

    private void stopAllBut(Set<Segment> wanted) {
        running.forEach(
                (segment, own) -> {
                    if (!wanted.contains(segment) && !own.loop.hasFailed()) {
                        own.loop.stop();
                    }
                });
    }

    private static boolean isOver(Running own, StoredConsumer now) {
        return !own.thread.isAlive() && (own.revision != now.revision() || !own.loop.hasFailed());
    }

    private Running start(Segment segment, long revision) {
        ConsumerLoop loop = loops.apply(segment);
        Thread thread = factory.newThread(loop);
        thread.setName("annals-consumer-" + segment.name());
        thread.start();
        return new Running(loop, thread, revision);
    }

    private record Running(ConsumerLoop loop, Thread thread, long revision) {}
}
