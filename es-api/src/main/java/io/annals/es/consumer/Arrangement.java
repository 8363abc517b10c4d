package io.annals.es.consumer;

import io.annals.es.ContentionException;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Transactions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares a consumer's events out among segments, and otherwise when their number changes.
 *
 * <p>A segment that is split hands its checkpoint on to its parts. Segments are merged where both
 * stand at one position: until then the one that is ahead waits for the other.
 *
 * <p>Thread-safe. Every change is a transaction in which all checkpoints concerned begin a new
 * epoch, so that whoever works from them must ask again.
 */
final class Arrangement {

    private static final long NEAR = 1_000;

    private final ConsumerStore consumers;
    private final CheckpointStore checkpoints;
    private final Transactions transactions;

    Arrangement(JournalStorage storage, Transactions transactions) {
        this.consumers = storage.consumers();
        this.checkpoints = storage.checkpoints();
        this.transactions = transactions;
    }

    /**
     * Stores a consumer, unless another node just does. It begins at the beginning of the journal,
     * and without effects outside its view if another version of it is there.
     */
    StoredConsumer create(Consumer consumer) {
        return transactions.inNew(
                () -> {
                    lockFamily(consumer);
                    // Not from an earlier look: versions that are new together must see each other.
                    boolean beside =
                            consumers.all().stream()
                                    .anyMatch(other -> consumer.isVersionBeside(other.name()));
                    StoredConsumer first =
                            StoredConsumer.first(consumer.name(), consumer.segments())
                                    .filtered(consumer.wants());
                    StoredConsumer made =
                            beside ? first.live(Long.MAX_VALUE, Long.MAX_VALUE) : first;
                    consumers.create(made);
                    Versions.tellBeside(consumer, consumers, checkpoints);
                    Segment.of(made.name(), made.segments())
                            .forEach(segment -> checkpoints.reset(segment.name(), 0, 0));
                    return made;
                });
    }

    /**
     * Lets one version of a family be stored after the other: by a checkpoint that nobody works
     * from, and whose row is locked until the transaction has ended.
     */
    private void lockFamily(Consumer consumer) {
        if (!consumer.family().isEmpty()) {
            checkpoints.reset("versions of " + consumer.family(), 0, 0);
        }
    }

    /** Stores what a consumer is to be, such as the number of its segments to come. */
    StoredConsumer want(StoredConsumer wanted) {
        return transactions.inNew(
                () -> {
                    consumers.change(wanted);
                    return wanted.next();
                });
    }

    /**
     * Up to where the segments of a consumer may go before their number changes: not further than
     * those with which they are to be merged.
     *
     * @return empty if their number can change now
     */
    Map<Segment, Long> limits(StoredConsumer plan, Map<String, Checkpoint> all) {
        Map<Segment, Long> behind = new HashMap<>();
        Map<Segment, Long> level = new HashMap<>();
        boolean near = true;
        for (Segment merged : Segment.of(plan.name(), plan.wantedSegments())) {
            List<Segment> parts = overlapping(plan, merged);
            List<Checkpoint> stand = of(parts, all);
            long furthest = stand.stream().mapToLong(Checkpoint::furthest).max().orElse(0);
            parts.forEach(part -> (areLevel(stand) ? level : behind).put(part, furthest));
            near &= stand.stream().allMatch(each -> each.position() >= furthest - NEAR);
        }
        if (near && !behind.isEmpty()) {
            behind.putAll(level); // else those that are level run off while the last ones come
        }
        return behind;
    }

    /**
     * Changes the number of segments.
     *
     * @throws ContentionException if another node has, or some segments have to catch up first
     */
    StoredConsumer arrange(StoredConsumer plan) {
        return transactions.inNew(
                () -> {
                    consumers.change(plan.arranged());
                    Map<String, Checkpoint> from = new HashMap<>();
                    for (Segment segment : Segment.of(plan.name(), plan.segments())) {
                        from.put(segment.name(), checkpoints.resume(segment.name()));
                        checkpoints.remove(segment.name());
                    }
                    for (Segment segment : Segment.of(plan.name(), plan.wantedSegments())) {
                        Checkpoint start = start(segment, overlapping(plan, segment), from);
                        checkpoints.reset(segment.name(), start.position(), start.replayUntil());
                    }
                    return plan.arranged().next();
                });
    }

    private static Checkpoint start(
            Segment segment, List<Segment> parts, Map<String, Checkpoint> from) {
        List<Checkpoint> starts = of(parts, from);
        if (!areLevel(starts)) {
            throw new ContentionException(
                    "Could not make the segment %s: it is to be made of %s, which stand at %s. Wait until they stand at one position"
                            .formatted(
                                    segment.name(),
                                    parts,
                                    starts.stream().map(Checkpoint::position).toList()),
                    null);
        }
        return starts.get(0);
    }

    /** Whether they stand at one position, and none of them repeats what others do not. */
    private static boolean areLevel(List<Checkpoint> checkpoints) {
        Checkpoint first = checkpoints.get(0);
        return checkpoints.stream()
                .allMatch(
                        each ->
                                each.position() == first.position()
                                        && each.furthest() == first.furthest());
    }

    private static List<Segment> overlapping(StoredConsumer plan, Segment segment) {
        return Segment.of(plan.name(), plan.segments()).stream().filter(segment::overlaps).toList();
    }

    private static List<Checkpoint> of(List<Segment> segments, Map<String, Checkpoint> all) {
        return segments.stream()
                .map(segment -> all.getOrDefault(segment.name(), Checkpoint.NONE))
                .toList();
    }
}
