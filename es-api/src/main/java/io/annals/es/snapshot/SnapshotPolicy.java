package io.annals.es.snapshot;

import io.annals.es.DefinitionException;
import io.annals.es.aggregate.AggregateDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * When a snapshot of an aggregate is to be taken: when any of these applies.
 *
 * <p>Immutable.
 *
 * @param every when at least so many events have been added since the last one, 1 or more
 * @param after when a fold has lasted so long, a positive duration
 * @param on when an event of one of these classes was appended
 */
public record SnapshotPolicy(OptionalInt every, Optional<Duration> after, Set<Class<?>> on) {

    private static final SnapshotPolicy NEVER =
            new SnapshotPolicy(OptionalInt.empty(), Optional.empty(), Set.of());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one of them is not positive
     */
    public SnapshotPolicy {
        if (every.isPresent() && every.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "Could not take a snapshot every %d events. Expected 1 or more"
                            .formatted(every.getAsInt()));
        }
        after.filter(shortest -> shortest.isNegative() || shortest.isZero())
                .ifPresent(
                        shortest -> {
                            throw new IllegalArgumentException(
                                    "Could not take a snapshot after folds of %s. Expected a positive duration"
                                            .formatted(shortest));
                        });
        on = Set.copyOf(on);
    }

    /** No snapshots. */
    public static SnapshotPolicy never() {
        return NEVER;
    }

    /**
     * What {@link Snapshot} says of an aggregate.
     *
     * @throws DefinitionException if a value is not positive, or a class is none of its events
     */
    public static SnapshotPolicy of(AggregateDefinition<?> aggregate) {
        Snapshot annotation = aggregate.aggregateClass().getAnnotation(Snapshot.class);
        if (annotation == null) {
            return NEVER;
        }
        try {
            return new SnapshotPolicy(
                            annotation.every() == Snapshot.UNSET
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(annotation.every()),
                            annotation.afterMillis() == Snapshot.UNSET
                                    ? Optional.empty()
                                    : Optional.of(Duration.ofMillis(annotation.afterMillis())),
                            Set.of(annotation.on()))
                    .among(aggregate.events());
        } catch (IllegalArgumentException e) {
            throw new DefinitionException("%s: %s".formatted(aggregate.name(), e.getMessage()));
        }
    }

    private SnapshotPolicy among(Set<Class<?>> events) {
        on.stream()
                .filter(event -> !events.contains(event))
                .findFirst()
                .ifPresent(
                        stranger -> {
                            throw new IllegalArgumentException(
                                    "Could not take a snapshot on %s, which is none of the aggregate's events"
                                            .formatted(stranger.getName()));
                        });
        return this;
    }

    /** Whether there are to be none at all. */
    boolean isNever() {
        return every.isEmpty() && after.isEmpty() && on.isEmpty();
    }

    /** Whether a fold of so many events was too much. */
    boolean wantsAfterFold(long events, Duration took) {
        return every.isPresent() && events >= every.getAsInt()
                || after.isPresent() && took.compareTo(after.get()) >= 0 && events > 0;
    }

    /** Whether these are enough, the last of which has this version. */
    boolean wantsAfterAppend(long version, List<?> events) {
        return every.isPresent()
                        && version / every.getAsInt() > (version - events.size()) / every.getAsInt()
                || events.stream().anyMatch(event -> on.contains(event.getClass()));
    }
}
