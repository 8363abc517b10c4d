package io.annals.es.consumer;

import static java.util.stream.Collectors.joining;

import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/**
 * Lets one version of a consumer take the place of another: all calls within one transaction.
 *
 * <p>From the boundary on, the highest position that any of their segments has reached, the new one
 * has the effects; up to it the old one has them still, also where it has yet to come so far.
 */
final class Takeover {

    private static final long NEAR = 1_000;

    private final JournalStorage storage;

    Takeover(JournalStorage storage) {
        this.storage = storage;
    }

    StoredConsumer find(String consumer) {
        return storage.consumers()
                .find(consumer)
                .orElseThrow(
                        () ->
                                new UnknownConsumerException(
                                        "There is no consumer '%s'. There are: %s"
                                                .formatted(consumer, names())));
    }

    int active(String family) {
        return versions(family).stream()
                .filter(StoredConsumer::active)
                .mapToInt(plan -> Versions.of(family, plan.name()).orElseThrow())
                .max()
                .orElseThrow(
                        () ->
                                new UnknownConsumerException(
                                        "There is no consumer '%s', and no active version of it. There are: %s"
                                                .formatted(family, names())));
    }

    boolean activate(String family, int version) {
        StoredConsumer next = find(Versions.name(family, version));
        if (next.active()) {
            return false;
        }
        if (next.retired()) {
            throw notYet(next, "it was retired, and its view is out of date. Reset it first");
        }
        List<StoredConsumer> present =
                versions(family).stream().filter(StoredConsumer::active).toList();
        Stream.concat(present.stream(), Stream.of(next))
                .sorted(Comparator.comparing(StoredConsumer::name))
                .forEach(plan -> storage.consumers().change(plan)); // so that it stays as it is
        LongSummaryStatistics reached = fence(next);
        long boundary = reached.getMax();
        for (StoredConsumer plan : present) {
            boundary = Math.max(boundary, fence(plan).getMax());
        }
        boolean ownEffectsAreDone =
                next.liveUntil() == Long.MAX_VALUE || reached.getMin() >= next.liveUntil();
        if (reached.getMin() < boundary - NEAR || !ownEffectsAreDone) {
            throw notYet(
                    next,
                    "it stands at %d, and expected was %d or more, near to where the active one stands. Wait until it has caught up"
                            .formatted(reached.getMin(), boundary - NEAR));
        }
        for (StoredConsumer plan : present) {
            storage.consumers().change(plan.next().live(plan.liveAfter(), boundary));
        }
        storage.consumers().change(next.next().live(boundary, Long.MAX_VALUE));
        return true;
    }

    boolean retire(String family, int version) {
        StoredConsumer plan = find(Versions.name(family, version));
        if (plan.active()) {
            throw new IllegalStateException(
                    "Could not retire consumer '%s': it is the active one. Activate another version first"
                            .formatted(plan.name()));
        }
        storage.consumers().change(plan.live(0, 0));
        fence(plan);
        return true;
    }

    /**
     * Ends what is being handled of a consumer: nothing of it is saved before the transaction has
     * ended, nor afterwards in an epoch that has begun before.
     *
     * @return how far its segments have come
     */
    LongSummaryStatistics fence(StoredConsumer plan) {
        return Segment.of(plan.name(), plan.segments()).stream()
                .map(segment -> storage.checkpoints().resume(segment.name()))
                .mapToLong(Checkpoint::furthest)
                .summaryStatistics();
    }

    private List<StoredConsumer> versions(String family) {
        return storage.consumers().all().stream()
                .filter(plan -> Versions.of(family, plan.name()).isPresent())
                .toList();
    }

    private String names() {
        return storage.consumers().all().stream().map(StoredConsumer::name).collect(joining(", "));
    }

    private static IllegalStateException notYet(StoredConsumer next, String why) {
        return new IllegalStateException(
                "Could not activate consumer '%s': %s".formatted(next.name(), why));
    }
}
