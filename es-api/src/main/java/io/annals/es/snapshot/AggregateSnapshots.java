package io.annals.es.snapshot;

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
    public Optional<Versioned<A>> latest(StreamId stream) {
        if (shortOnes.contains(stream)) {
            return Optional.empty();
        }
        Optional<Versioned<A>> found = find(stream, damaged -> want(stream, damaged.version()));
        found.ifPresent(state -> node.tally().count(Fate.USED));
        return found;
    }

    private Optional<Versioned<A>> find(StreamId stream, Consumer<StoredSnapshot> ifDamaged) {
        return node.store()
                .latest(stream, format.fingerprint())
                .flatMap(snapshot -> read(snapshot, ifDamaged));
    }

    private Optional<Versioned<A>> read(
            StoredSnapshot snapshot, Consumer<StoredSnapshot> ifDamaged) {
        try {
            return Optional.of(
                    new Versioned<>(
                            snapshot.stream().id(), snapshot.version(), format.read(snapshot)));
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

    @Override
    public void folded(StreamId stream, long version, long events, Duration took) {
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
            node.transactions()
                    .required(
                            () -> {
                                node.transactions().afterCommit(() -> want(stream, version));
                                return version;
                            });
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
                .filter(state -> state.version() > begun.version)
                .ifPresent(state -> store(stream, state));
    }

    private void store(StreamId stream, Versioned<A> state) {
        unwritable.add(stream, state.version());
        StoredSnapshot snapshot = format.write(stream, state);
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

    /** Where a fold for a snapshot begins; the fold itself asks for none. */
    private static final class Begun<A> implements Snapshots<A> {

        private final AggregateSnapshots<A> snapshots;
        private long version;

        Begun(AggregateSnapshots<A> snapshots) {
            this.snapshots = snapshots;
        }

        @Override
        public Optional<Versioned<A>> latest(StreamId stream) {
            Optional<Versioned<A>> latest =
                    snapshots.find(stream, damaged -> snapshots.remove(stream));
            latest.ifPresent(state -> version = state.version());
            return latest;
        }

        @Override
        public void folded(StreamId stream, long version, long events, Duration took) {}

        @Override
        public void appended(StreamId stream, long version, List<?> events) {}
    }
}
