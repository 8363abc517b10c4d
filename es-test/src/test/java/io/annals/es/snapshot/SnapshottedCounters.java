package io.annals.es.snapshot;

import io.annals.es.EventType;
import io.annals.es.StreamId;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Apply;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.Page;
import io.annals.es.spi.SnapshotStore;
import io.annals.es.spi.StoredSnapshot;
import io.annals.es.spi.Transactions;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import io.annals.es.test.InMemoryTransactions;
import jakarta.json.bind.annotation.JsonbCreator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * Counters with snapshots, and how many of their events are read other than to take one: where
 * there is a snapshot, the one that it ends with and those that follow.
 */
@Timeout(60)
public abstract class SnapshottedCounters {

    public sealed interface Event {

        @EventType("counted")
        record Counted(int by) implements Event {}

        @EventType("closed")
        record Closed() implements Event {}
    }

    static final Event.Counted ONE = new Event.Counted(1);

    @Snapshot(every = 10)
    @Aggregate(value = "counter", events = Event.class)
    public record Sum(int sum, List<String> names) {
        @JsonbCreator
        public Sum {}

        public Sum() {
            this(0, List.of());
        }

        @Apply
        Sum on(Event.Counted e) {
            return new Sum(sum + e.by(), names);
        }

        @Apply
        Sum on(Event.Closed e) {
            return new Sum(sum, List.of("closed"));
        }

        List<Event> deposit() {
            return List.of(ONE);
        }
    }

    /** Whether a state is equal to one that was read cannot be told. */
    @Snapshot(every = 10)
    @Aggregate(value = "counter", events = Event.class)
    static class Tally {
        int sum;

        @Apply
        void on(Event.Counted e) {
            sum += e.by();
        }

        @Apply
        void on(Event.Closed e) {}
    }

    @Snapshot(every = 10)
    @Aggregate(value = "counter", events = Event.class)
    public sealed interface Door {
        record Open(int sum) implements Door {}

        record Shut(String why) implements Door {}

        @Apply
        static Door first(Event.Counted e) {
            return new Open(e.by());
        }

        @Apply
        default Door on(Event.Closed e) {
            return new Shut("closed");
        }
    }

    /** Its map has an order, which JSON-B's does not keep. */
    @Snapshot(every = 10)
    @Aggregate(value = "counter", events = Event.class)
    public record Ordered(Map<String, Integer> counts) {
        @JsonbCreator
        public Ordered {}

        public Ordered() {
            this(new LinkedHashMap<>());
        }

        @Apply
        Ordered on(Event.Counted e) {
            Map<String, Integer> next = new LinkedHashMap<>(counts);
            next.put(List.of("tea", "milk", "bread", "apple").get(counts.size() % 4), e.by());
            return new Ordered(next);
        }

        @Apply
        Ordered on(Event.Closed e) {
            return this;
        }
    }

    static final StreamId A = new StreamId("counter", "a");

    final AtomicLong read = new AtomicLong();
    final AtomicLong looks = new AtomicLong();
    final InMemoryStorage memory = new InMemoryStorage();
    final InMemoryTransactions transactions = memory.transactions();
    volatile UnaryOperator<StoredSnapshot> onSave = UnaryOperator.identity();
    volatile Runnable onLook = () -> {};

    private final SnapshotStore store =
            new SnapshotStore() {
                @Override
                public Optional<StoredSnapshot> latest(StreamId stream, String fingerprint) {
                    looks.incrementAndGet();
                    onLook.run();
                    return memory.snapshots().latest(stream, fingerprint);
                }

                @Override
                public void save(StoredSnapshot snapshot, int keep) {
                    memory.snapshots().save(onSave.apply(snapshot), keep);
                }

                @Override
                public void remove(StreamId stream) {
                    memory.snapshots().remove(stream);
                }

                @Override
                public List<KeptSnapshot> kept(StreamId stream) {
                    return memory.snapshots().kept(stream);
                }
            };
    final JsonbEventSerializer serializer = new JsonbEventSerializer();
    final TypedJournal journal =
            new TypedJournal(
                    new DelegatingStorage(memory) {
                        @Override
                        public Page readStream(StreamId stream, long afterVersion, int limit) {
                            Page page = super.readStream(stream, afterVersion, limit);
                            if (!Thread.currentThread().getName().equals("annals-snapshots")) {
                                read.addAndGet(page.events().size());
                            }
                            return page;
                        }
                    },
                    serializer,
                    () -> EventTypes.of(EventTypes.permittedBy(Event.class)),
                    transactions,
                    () -> {});
    final Snapshotter snapshotter = snapshotter(SnapshotLimits.defaults());

    final Snapshotter snapshotter(SnapshotLimits limits) {
        return snapshotter(journal, limits);
    }

    final Snapshotter snapshotter(TypedJournal read) {
        return snapshotter(read, SnapshotLimits.defaults());
    }

    private Snapshotter snapshotter(TypedJournal read, SnapshotLimits limits) {
        return snapshotter(read, limits, transactions);
    }

    final Snapshotter snapshotter(
            TypedJournal read, SnapshotLimits limits, Transactions transactions) {
        return new Snapshotter(
                () -> store, () -> read, serializer, transactions, SnapshotPolicy::of, limits);
    }

    @AfterEach
    void close() {
        snapshotter.close();
    }

    final <A> AggregateRepository<A> repository(Class<A> aggregate) {
        return repository(aggregate, snapshotter);
    }

    final <A> AggregateRepository<A> repository(Class<A> aggregate, Snapshotter snapshots) {
        AggregateDefinition<A> definition = AggregateDefinition.of(aggregate);
        return new JournalRepository<>(definition, journal, snapshots.of(definition));
    }

    /** The same, which never has any. */
    final <A> AggregateRepository<A> replaying(Class<A> aggregate) {
        return new JournalRepository<>(AggregateDefinition.of(aggregate), journal);
    }

    static Object[] counted(int count) {
        return IntStream.range(0, count).mapToObj(i -> ONE).toArray();
    }

    static List<Object> listOf(Object... events) {
        return Arrays.asList(events);
    }

    final void await(Predicate<SnapshotCounts> wanted) {
        await(snapshotter, wanted);
    }

    static void await(Snapshotter snapshotter, Predicate<SnapshotCounts> wanted) {
        while (!wanted.test(snapshotter.counts())) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain: " + snapshotter.counts());
            }
        }
    }
}
