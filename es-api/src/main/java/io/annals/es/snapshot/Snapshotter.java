package io.annals.es.snapshot;

import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.Snapshots;
import io.annals.es.journal.TypedJournal;
import io.annals.es.snapshot.Backlog.Wanted;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.SnapshotStore;
import io.annals.es.spi.Tracing;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the snapshots of a node, one after the other, on a thread of its own: outside of the
 * commands and their transactions, from events that are committed.
 *
 * <p>Thread-safe. Nothing that happens to a snapshot makes a command fail. What keeps one from
 * being taken or used is counted, and logged when it happens to an aggregate class for the first
 * time.
 */
public final class Snapshotter implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Snapshotter.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<SnapshotStore> store;
    private final Supplier<TypedJournal> journal;
    private final EventSerializer serializer;
    private final Transactions transactions;
    private final Function<AggregateDefinition<?>, SnapshotPolicy> policies;
    private final SnapshotLimits limits;
    private final Tracing tracing;
    private final Tally tally = new Tally();
    private final Backlog backlog = new Backlog(tally);
    private final Map<AggregateDefinition<?>, Snapshots<?>> known = new ConcurrentHashMap<>();
    private @Nullable ThreadFactory threads;
    private @Nullable Thread thread;

    /**
     * Prepares to take snapshots, once it is started.
     *
     * @param store asked when it is needed
     * @param journal to fold from; asked when it is needed
     * @param policies asked once for each aggregate
     */
    public Snapshotter(
            Supplier<SnapshotStore> store,
            Supplier<TypedJournal> journal,
            EventSerializer serializer,
            Transactions transactions,
            Function<AggregateDefinition<?>, SnapshotPolicy> policies,
            SnapshotLimits limits) {
        this(store, journal, serializer, transactions, policies, limits, Tracing.NONE);
    }

    /**
     * Prepares to take snapshots, and to tell of it.
     *
     * @param tracing is told of those that are taken
     */
    public Snapshotter(
            Supplier<SnapshotStore> store,
            Supplier<TypedJournal> journal,
            EventSerializer serializer,
            Transactions transactions,
            Function<AggregateDefinition<?>, SnapshotPolicy> policies,
            SnapshotLimits limits,
            Tracing tracing) {
        this.store = store;
        this.journal = journal;
        this.serializer = serializer;
        this.transactions = transactions;
        this.policies = policies;
        this.limits = limits;
        this.tracing = tracing;
    }

    /** The snapshots of one aggregate class. */
    @SuppressWarnings("unchecked") // a definition is mapped to the snapshots of its own class
    public <A> Snapshots<A> of(AggregateDefinition<A> aggregate) {
        return (Snapshots<A>) known.computeIfAbsent(aggregate, this::open);
    }

    private <A> Snapshots<A> open(AggregateDefinition<A> aggregate) {
        SnapshotPolicy policy = policies.apply(aggregate);
        return policy.isNever()
                ? Snapshots.none()
                : new AggregateSnapshots<>(
                        this,
                        aggregate,
                        policy,
                        new StateFormat<>(aggregate, serializer, () -> journal().upcasters()));
    }

    /** Begins to take them; the thread begins with the first one that is wanted. */
    public synchronized void start(ThreadFactory threads) {
        this.threads = threads;
        runIfWanted();
    }

    /**
     * Has a snapshot taken.
     *
     * @param taking must not throw
     */
    void want(Wanted wanted, Runnable taking) {
        backlog.add(wanted, taking);
        runIfWanted();
    }

    private synchronized void runIfWanted() {
        boolean runs = thread != null && thread.isAlive(); // whoever interrupts it ends it
        if (threads != null && !runs && !backlog.isEmpty()) {
            Thread started = threads.newThread(backlog);
            started.setName("annals-snapshots");
            started.start();
            thread = started;
        }
    }

    /** What has become of them. */
    public SnapshotCounts counts() {
        return tally.counts();
    }

    /** Ends after the one that is being taken; those that are still to be are forgotten. */
    @Override
    public void close() {
        backlog.close();
        end().ifPresent(Snapshotter::join);
    }

    private synchronized Optional<Thread> end() {
        threads = null;
        return Optional.ofNullable(thread);
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                LOG.log(
                        Level.WARNING,
                        "The snapshot that is being taken did not end within {0}; interrupting it",
                        PATIENCE);
                thread.interrupt();
                thread.join(PATIENCE.toMillis());
            }
            if (thread.isAlive()) {
                LOG.log(
                        Level.ERROR,
                        "Thread {0} does not end and is left behind",
                        thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    SnapshotStore store() {
        return store.get();
    }

    TypedJournal journal() {
        return journal.get();
    }

    Transactions transactions() {
        return transactions;
    }

    SnapshotLimits limits() {
        return limits;
    }

    Tracing tracing() {
        return tracing;
    }

    Tally tally() {
        return tally;
    }
}
