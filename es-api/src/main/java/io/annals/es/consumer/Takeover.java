package io.annals.es.consumer;

import static java.util.stream.Collectors.joining;

import io.annals.es.ContentionException;
import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.DeadLetterStore.DeadStream;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import io.annals.es.spi.Segment;
import io.annals.es.spi.Settled;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.StoredEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lets one version of a consumer take the place of another: all calls within one transaction.
 *
 * <p>From the boundary on, the last position that can be read anywhere, the new one has the
 * effects; up to it the old one has them still, also where it has yet to come so far. So what is
 * being handled belongs to the one that handles it, and need not be undone.
 */
final class Takeover {

    private static final long NEAR = 1_000;
    private static final int PAGE = 500;

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

    /** Whether there is a version of it, active or not. */
    boolean isStored(String family) {
        return !versions(family).isEmpty();
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
        requireCaughtUp(next, present, this::seen); // an attempt in vain disturbs no handler
        Stream.concat(present.stream(), Stream.of(next))
                .sorted(Comparator.comparing(StoredConsumer::name))
                .forEach(plan -> storage.consumers().change(plan)); // so that it stays as it is
        long reached = requireCaughtUp(next, present, this::held);
        long boundary = next.isInline() ? reached : Math.max(reached, last());
        for (StoredConsumer plan : present) {
            storage.consumers().change(plan.next().live(plan.liveAfter(), boundary));
        }
        storage.consumers().change(next.next().live(boundary, Long.MAX_VALUE));
        return true;
    }

    /**
     * How far they have come, if it may take over now.
     *
     * @param checkpoints finds those of a consumer's segments
     */
    private long requireCaughtUp(
            StoredConsumer next,
            List<StoredConsumer> present,
            Function<StoredConsumer, List<Checkpoint>> checkpoints) {
        List<Checkpoint> reached = checkpoints.apply(next);
        long boundary = furthest(reached);
        for (StoredConsumer plan : present) {
            boundary = Math.max(boundary, furthest(checkpoints.apply(plan)));
        }
        long position = reached.stream().mapToLong(Checkpoint::position).min().orElse(0);
        if (position < boundary - NEAR || owesEffects(next, reached)) {
            throw notYet(
                    next,
                    "it stands at %d, and expected was %d or more, near to where the active one stands. Wait until it has caught up"
                            .formatted(position, boundary - NEAR));
        }
        requireNoneSetAside("activate", next);
        return boundary;
    }

    /**
     * As {@link #activate}, but has no effect on a version that may not take over by itself, as
     * something has changed, or that has set events aside, so that its view has them not.
     */
    boolean byItself(String family, int version) {
        StoredConsumer next = find(Versions.name(family, version));
        return mayByItself(family, next, storage.consumers().all())
                && storage.deadLetters().streams(next.name()).isEmpty()
                && activate(family, version);
    }

    /**
     * Whether a version may take over without being asked to: it has never had a time, and no later
     * one has. Else somebody has gone back from there, and wants it so.
     *
     * @param all what is stored of all consumers
     */
    static boolean mayByItself(String family, StoredConsumer next, List<StoredConsumer> all) {
        int version = Versions.of(family, next.name()).orElseThrow();
        return !next.paused()
                && !next.isInline()
                && all.stream()
                        .filter(each -> Versions.of(family, each.name()).orElse(0) >= version)
                        .allMatch(Takeover::isNew);
    }

    private static boolean isNew(StoredConsumer plan) {
        return plan.liveAfter() == Long.MAX_VALUE && plan.liveUntil() == Long.MAX_VALUE;
    }

    boolean retire(String family, int version) {
        StoredConsumer plan = find(Versions.name(family, version));
        if (plan.active()) {
            throw new IllegalStateException(
                    "Could not retire consumer '%s': it is the active one. Activate another version first"
                            .formatted(plan.name()));
        }
        storage.consumers().change(plan.retire());
        if (owesEffects(plan, fence(plan))) {
            throw new IllegalStateException(
                    "Could not retire consumer '%s': it has yet to act on events up to position %d. Wait until it has come so far"
                            .formatted(plan.name(), plan.liveUntil()));
        }
        requireNoneSetAside("retire", plan);
        return true;
    }

    /** Whether there are events of its time, as the active one, that it has not come to yet. */
    private static boolean owesEffects(StoredConsumer plan, List<Checkpoint> checkpoints) {
        long finished = checkpoints.stream().mapToLong(Checkpoint::furthest).min().orElse(0);
        return plan.liveAfter() != Long.MAX_VALUE
                && plan.liveUntil() != Long.MAX_VALUE
                && finished < plan.liveUntil();
    }

    /** Its checkpoints have passed what it has set aside, and it has yet to act on that, too. */
    private void requireNoneSetAside(String what, StoredConsumer plan) {
        boolean owes =
                storage.deadLetters().list(plan.name(), plan.liveAfter(), 1).stream()
                        .anyMatch(letter -> plan.isLive(letter.position()));
        if (owes) {
            long aside =
                    storage.deadLetters().streams(plan.name()).stream()
                            .mapToLong(DeadStream::letters)
                            .sum();
            throw new IllegalStateException(
                    "Could not %s consumer '%s': it has set aside %d events, and has yet to act on some of them. Retry or dismiss them first"
                            .formatted(what, plan.name(), aside));
        }
    }

    private static long furthest(List<Checkpoint> checkpoints) {
        return checkpoints.stream().mapToLong(Checkpoint::furthest).max().orElse(0);
    }

    /**
     * Ends what is being handled of a consumer: nothing of it is saved before the transaction has
     * ended, nor afterwards in an epoch that has begun before.
     *
     * @return the checkpoints of its segments, which stay as they are until then
     */
    List<Checkpoint> fence(StoredConsumer plan) {
        return Segment.of(plan.name(), plan.segments()).stream()
                .map(segment -> storage.checkpoints().resume(segment.name()))
                .toList();
    }

    /** Keeps them as they are until the transaction has ended, and then what is handled goes on. */
    private List<Checkpoint> held(StoredConsumer plan) {
        Map<String, Checkpoint> all = storage.checkpoints().all();
        for (Segment segment : Segment.of(plan.name(), plan.segments())) {
            hold(segment, all.getOrDefault(segment.name(), Checkpoint.NONE).epoch());
        }
        return seen(plan);
    }

    /**
     * Keeps the checkpoint of a segment as it is until the transaction has ended.
     *
     * @param epoch that it was seen in
     * @throws ContentionException if it is in another one by now
     */
    void hold(Segment segment, long epoch) {
        try {
            storage.checkpoints().hold(segment.name(), epoch);
        } catch (EventSourcingException e) {
            throw new ContentionException(
                    "Could not hold the checkpoint '%s': somebody has begun to work from it just now"
                            .formatted(segment.name()),
                    e);
        }
    }

    /**
     * At or beyond all that any node can have begun to handle. Another one may know already that
     * the journal is settled where this one has yet to find that out.
     */
    private long last() {
        Settled settled = storage.settledUpTo();
        long last = settled.position();
        for (boolean more = settled.waiting(); more; ) {
            Page page = storage.read(last, Long.MAX_VALUE, EventFilter.all(), PAGE);
            for (StoredEvent event : page.events()) {
                last = Math.max(last, event.position());
            }
            more = page.more();
        }
        return last;
    }

    private List<Checkpoint> seen(StoredConsumer plan) {
        Map<String, Checkpoint> all = storage.checkpoints().all();
        return Segment.of(plan.name(), plan.segments()).stream()
                .map(segment -> all.getOrDefault(segment.name(), Checkpoint.NONE))
                .toList();
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
