package io.annals.es.metrics;

import io.annals.es.EventJournal;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.snapshot.SnapshotCounts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The metrics of one node, to be read by whatever exports them.
 *
 * <p>Thread-safe. Reading asks no database: it tells what the node has found out last, or 0 while
 * it does not run. An append that nobody listens to costs two looks at the clock.
 */
public final class Meters {

    private final Supplier<Optional<ConsumerEngine>> engine;
    private final Supplier<Optional<SnapshotCounts>> snapshots;
    private final LongAdder conflicts = new LongAdder();
    private final List<AppendListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Reads from these, as long as they are there.
     *
     * @param engine that of the node, while it runs
     * @param snapshots what has become of its snapshots, while it runs
     */
    public Meters(
            Supplier<Optional<ConsumerEngine>> engine,
            Supplier<Optional<SnapshotCounts>> snapshots) {
        this.engine = engine;
        this.snapshots = snapshots;
    }

    /** The same journal, whose appends are measured. */
    public EventJournal measure(EventJournal journal) {
        return new MeasuredJournal(journal, this);
    }

    /** Has somebody told of each append from now on. */
    public void listen(AppendListener listener) {
        listeners.add(listener);
    }

    /** Has somebody told of appends no longer. */
    public void forget(AppendListener listener) {
        listeners.remove(listener);
    }

    /**
     * What a metric is now: one number, or one for each consumer of this node; none for durations.
     */
    public List<Reading> read(Metric metric) {
        return switch (metric) {
            case APPEND_DURATION -> List.of();
            case APPEND_CONFLICTS -> of(conflicts.sum());
            case CONSUMER_LAG -> lags();
            case POSITIONS_PENDING -> node(node -> node.journalStatus().pending());
            case POSITIONS_WAITING ->
                    node(node -> node.journalStatus().waiting().toMillis() / 1_000.0);
            case CONSUMERS_STOPPED -> sum(consumer -> consumer.running() ? 0 : 1);
            case DEAD_LETTERS -> sum(ConsumerStatus::deadLetters);
            case DEAD_LETTERS_DISMISSED -> sum(ConsumerStatus::dismissed);
            case EVENTS_SKIPPED -> sum(ConsumerStatus::skipped);
            case SNAPSHOTS_TAKEN -> count(SnapshotCounts::taken);
            case SNAPSHOTS_USED -> count(SnapshotCounts::used);
            case SNAPSHOTS_UNREADABLE -> count(SnapshotCounts::unreadable);
            case SNAPSHOTS_FAILED -> count(SnapshotCounts::failed);
            case SNAPSHOTS_TOO_LARGE -> count(SnapshotCounts::tooLarge);
            case SNAPSHOTS_DROPPED -> count(SnapshotCounts::dropped);
        };
    }

    void stored(long nanos) {
        for (AppendListener listener : listeners) {
            listener.stored(nanos);
        }
    }

    void conflicted() {
        conflicts.increment();
        for (AppendListener listener : listeners) {
            listener.conflicted();
        }
    }

    private List<Reading> lags() {
        return engine.get().map(ConsumerEngine::lags).orElse(List.of()).stream()
                .map(lag -> new Reading(Optional.of(lag.name()), lag.positions()))
                .toList();
    }

    private List<Reading> sum(ToLongFunction<ConsumerStatus> of) {
        return node(node -> node.status().stream().mapToLong(of).sum());
    }

    private List<Reading> node(ToDoubleFunction<ConsumerEngine> value) {
        return read(engine, value::applyAsDouble);
    }

    private List<Reading> count(ToLongFunction<SnapshotCounts> value) {
        return read(snapshots, counts -> (double) value.applyAsLong(counts));
    }

    private static <T> List<Reading> read(Supplier<Optional<T>> source, Function<T, Double> value) {
        return of(source.get().map(value).orElse(0.0));
    }

    private static List<Reading> of(double value) {
        return List.of(new Reading(Optional.empty(), value));
    }
}
