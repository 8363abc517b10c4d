package io.annals.es.snapshot;

import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.aggregate.Snapshots;
import io.annals.es.aggregate.Versioned;
import io.annals.es.snapshot.Backlog.Wanted;
import io.annals.es.snapshot.Tally.Fate;
import io.annals.es.spi.StoredSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The snapshots of one aggregate class. */
final class AggregateSnapshots<A> implements Snapshots<A> {

    private final Snapshotter node;
    private final AggregateDefinition<A> aggregate;
    private final SnapshotPolicy policy;
    private final StateFormat<A> format;
    private final ShortStreams shortOnes = new ShortStreams();
    private final Unwritable unwritable = new Unwritable();

    AggregateSnapshots(
            Snapshotter node,
            AggregateDefinition<A> aggregate,
            SnapshotPolicy policy,
            StateFormat<A> format) {
        this.node = node;
        this.aggregate = aggregate;
        this.policy = policy;
        this.format = format;
    }

    @Override
    public Optional<Kept<A>> latest(StreamId stream) {
        if (shortOnes.contains(stream)) {
            return Optional.empty();
        }
        try {
            return find(stream, damaged -> want(stream, damaged.version()))
                    .map(kept -> counted(kept));
        } catch (RetryableException e) { // nothing can be done any more in this transaction
            throw e;
        } catch (RuntimeException | Error e) {
            node.tally()
                    .count(
                            Fate.UNREADABLE,
                            aggregate.name(),
                            "Could not look for a snapshot of %s, whose events are all read instead"
                                    .formatted(stream),
                            e);
            return Optional.empty();
        }
    }

    private Kept<A> counted(Stored kept) {
        return new Kept<>() {
            @Override
            public long version() {
                return kept.version();
            }

            @Override
            public Optional<A> after(Optional<UUID> lastEvent) {
                Optional<A> state = kept.after(lastEvent);
                state.ifPresent(used -> node.tally().count(Fate.USED));
                return state;
            }
        };
    }

    private Optional<Stored> find(StreamId stream, Consumer<StoredSnapshot> ifDamaged) {
        return node.store()
                .latest(stream, format.fingerprint())
                .map(snapshot -> new Stored(snapshot, ifDamaged));
    }

    private final class Stored implements Kept<A> {

        private final StoredSnapshot snapshot;
        private final Consumer<StoredSnapshot> ifDamaged;

        Stored(StoredSnapshot snapshot, Consumer<StoredSnapshot> ifDamaged) {
            this.snapshot = snapshot;
            this.ifDamaged = ifDamaged;
        }

        @Override
        public long version() {
            return snapshot.version();
        }

        @Override
        public Optional<A> after(Optional<UUID> lastEvent) {
            try {
                return Optional.of(format.read(snapshot, lastEvent));
            } catch (RuntimeException | Error e) {
                node.tally()
                        .count(
                                Fate.UNREADABLE,
                                aggregate.name(),
                                "Could not read %s, whose events are all read instead"
                                        .formatted(snapshot),
                                e);
                ifDamaged.accept(snapshot);
                return Optional.empty();
            }
        }
    }

    @Override
    public void folded(
            StreamId stream, long version, Optional<UUID> lastEvent, long events, Duration took) {
        if (policy.wantsAfterFold(events, took)) {
            want(stream, version);
        } else if (events == version) {
            shortOnes.add(stream);
        }
    }

    /** What is not committed yet would not be seen. */
    @Override
    public void appended(StreamId stream, long version, List<?> events) {
        if (policy.wantsAfterAppend(version, events)) {
            try {
                node.transactions()
                        .required(
                                () -> {
                                    node.transactions().afterCommit(() -> want(stream, version));
                                    return version;
                                });
            } catch (RuntimeException | Error e) { // what was appended may be committed already
                failed(stream, e);
            }
        }
    }

    private void want(StreamId stream, long version) {
        shortOnes.remove(stream);
        if (unwritable.isWorthAnotherTry(stream, version)) {
            String wantedBy = node.tracing().context();
            try {
                node.want(new Wanted(aggregate, stream), () -> take(stream, wantedBy));
            } catch (RuntimeException | Error e) { // as where no thread can be started
                failed(stream, e);
            }
        }
    }

    private void take(StreamId stream, String wantedBy) {
        try {
            node.tracing()
                    .snapshot(stream.category(), wantedBy)
                    .around(
                            () -> {
                                take(stream);
                                return stream;
                            });
        } catch (RuntimeException | Error e) {
            failed(stream, e);
        }
    }

    private void take(StreamId stream) {
        Begun<A> begun = new Begun<>(this);
        new JournalRepository<>(aggregate, node.journal(), begun)
                .find(stream.id())
                .filter(state -> begun.events > 0)
                .ifPresent(state -> store(stream, state, begun.lastEvent.orElseThrow()));
    }

    private void store(StreamId stream, Versioned<A> state, UUID lastEvent) {
        unwritable.add(stream, state.version());
        StoredSnapshot snapshot = format.write(stream, state, lastEvent, node.limits().maxBytes());
        int bytes = snapshot.payload().length;
        if (bytes > node.limits().maxBytes()) {
            node.tally()
                    .count(
                            Fate.TOO_LARGE,
                            aggregate.name(),
                            "There will be no snapshot of %s at version %d: the state has %d bytes, at most %d are stored (es.journal.snapshot-max-size)"
                                    .formatted(
                                            stream,
                                            state.version(),
                                            bytes,
                                            node.limits().maxBytes()),
                            null);
            return;
        }
        unwritable.remove(stream);
        node.transactions()
                .inNew(
                        () -> {
                            node.store().save(snapshot, node.limits().keep());
                            return snapshot;
                        });
        node.tally().count(Fate.TAKEN);
    }

    /** A damaged one may hide those that come after it. */
    private void remove(StreamId stream) {
        node.transactions()
                .inNew(
                        () -> {
                            node.store().remove(stream);
                            return stream;
                        });
    }

    private void failed(StreamId stream, Throwable cause) {
        node.tally()
                .count(
                        Fate.FAILED,
                        aggregate.name(),
                        "Could not take a snapshot of " + stream,
                        cause);
    }

    /** Where a fold for a snapshot begins and ends; the fold itself asks for none. */
    private static final class Begun<A> implements Snapshots<A> {

        private final AggregateSnapshots<A> snapshots;
        private long events;
        private Optional<UUID> lastEvent = Optional.empty();

        Begun(AggregateSnapshots<A> snapshots) {
            this.snapshots = snapshots;
        }

        @Override
        public Optional<Kept<A>> latest(StreamId stream) {
            return snapshots
                    .find(stream, damaged -> snapshots.remove(stream))
                    .map(kept -> (Kept<A>) kept);
        }

        @Override
        public void folded(
                StreamId stream,
                long version,
                Optional<UUID> lastEvent,
                long events,
                Duration took) {
            this.events = events;
            this.lastEvent = lastEvent;
        }

        @Override
        public void appended(StreamId stream, long version, List<?> events) {}
    }
}
