package io.annals.es.consumer;

import io.annals.es.EventFilter;
import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.consumer.ConsumerState.SegmentState;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the consumers of all nodes are doing, as it is stored. Thread-safe. */
final class ConsumerStates {

    private final JournalStorage storage;
    private final TypedJournal journal;
    private final Transactions transactions;
    private final Map<String, RunningConsumer> running;
    private final Rates rates;

    ConsumerStates(
            JournalStorage storage,
            TypedJournal journal,
            Transactions transactions,
            Map<String, RunningConsumer> running,
            Rates rates) {
        this.storage = storage;
        this.journal = journal;
        this.transactions = transactions;
        this.running = running;
        this.rates = rates;
    }

    List<ConsumerState> all() {
        long head = storage.settledUpTo().position();
        Map<String, String> owners = storage.leases().owners();
        return transactions.inNew(
                () -> {
                    Map<String, Checkpoint> checkpoints = storage.checkpoints().all();
                    return storage.consumers().all().stream()
                            .map(plan -> state(plan, head, checkpoints, owners))
                            .toList();
                });
    }

    private ConsumerState state(
            StoredConsumer plan,
            long head,
            Map<String, Checkpoint> checkpoints,
            Map<String, String> owners) {
        List<SegmentState> segments =
                Segment.of(plan.name(), plan.segments()).stream()
                        .map(
                                segment ->
                                        new SegmentState(
                                                segment.name(),
                                                position(checkpoints.get(segment.name())),
                                                Optional.ofNullable(
                                                        owners.get(LeaseKeeper.name(segment)))))
                        .toList();
        long position = segments.stream().mapToLong(SegmentState::position).min().orElse(0);
        long last = Math.max(head, position);
        double rate =
                segments.stream().mapToDouble(segment -> rates.of(segment.name())).min().orElse(0);
        return new ConsumerState(
                plan.name(),
                activity(plan, segments),
                plan.active(),
                position,
                last,
                last - position,
                behind(plan.name(), position, last),
                rate,
                timeLeft(last - position, rate),
                segments);
    }

    private static Activity activity(StoredConsumer plan, List<SegmentState> segments) {
        if (plan.retired()) {
            return Activity.RETIRED;
        }
        if (plan.paused()) {
            return Activity.PAUSED;
        }
        return segments.stream().allMatch(segment -> segment.owner().isPresent())
                ? Activity.RUNNING
                : Activity.STOPPED;
    }

    private static Optional<Duration> timeLeft(long lag, double rate) {
        if (lag == 0) {
            return Optional.of(Duration.ZERO);
        }
        return rate > 0
                ? Optional.of(Duration.ofMillis(Math.round(lag / rate * 1_000)))
                : Optional.empty();
    }

    /** By this node's clock; the event's time is the database's. */
    private Duration behind(String consumer, long position, long last) {
        EventFilter filter =
                Optional.ofNullable(running.get(consumer))
                        .map(here -> journal.storedAs(here.consumer().filter()))
                        .orElse(EventFilter.all());
        return storage.read(position, last, filter, 1).events().stream()
                .map(event -> Duration.between(event.time(), Instant.now()))
                .filter(age -> !age.isNegative())
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private static long position(@Nullable Checkpoint checkpoint) {
        return checkpoint == null ? 0 : checkpoint.position();
    }
}
