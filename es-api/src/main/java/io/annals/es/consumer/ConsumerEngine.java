package io.annals.es.consumer;

import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Tracing;
import io.annals.es.spi.Transactions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/**
 * Drives the consumers of this node, each on a thread of its own for each of its segments.
 *
 * <p>Thread-safe. Every consumer sees committed events only, in the order of positions, none left
 * out, from its checkpoint on; where it has several segments, that holds for each of them. One
 * whose handler throws, or whose transaction cannot be committed five times, stops there, with an
 * error in the log; a database that cannot be reached is asked again until it can.
 */
public final class ConsumerEngine implements AutoCloseable {

    private static final Duration FOLLOW_EVERY = Duration.ofSeconds(1);

    private final JournalStorage storage;
    private final TypedJournal journal;
    private final Transactions transactions;
    private final JournalHead head;
    private final LeaseKeeper leases;
    private final Shares shares;
    private final Rates rates;
    private final Rounds following;
    private final ThreadFactory threads;
    private final Tracing tracing;
    private final ExecutorService readers;
    private final Map<String, RunningConsumer> running = new ConcurrentHashMap<>();
    private final ControlledConsumers controlled;

    /**
     * Prepares an engine; it starts no thread before {@link #open()}.
     *
     * @param polling how often the journal is asked when nothing wakes the engine
     */
    public ConsumerEngine(
            JournalStorage storage,
            TypedJournal journal,
            Transactions transactions,
            ThreadFactory threads,
            Polling polling) {
        this(storage, journal, transactions, threads, polling, Tracing.NONE);
    }

    /**
     * Prepares an engine that tells of what it does.
     *
     * @param tracing is told of deliveries, of events that are handled, and how far the journal is
     *     settled
     */
    public ConsumerEngine(
            JournalStorage storage,
            TypedJournal journal,
            Transactions transactions,
            ThreadFactory threads,
            Polling polling,
            Tracing tracing) {
        this.storage = storage;
        this.journal = journal;
        this.transactions = transactions;
        this.threads = threads;
        this.tracing = tracing;
        this.readers = Threads.pool("annals-reader", threads);
        this.head = new JournalHead(storage, threads, polling, tracing);
        this.rates = new Rates(head::position);
        String node =
                "%s %s"
                        .formatted(
                                ManagementFactory.getRuntimeMXBean().getName(), UUID.randomUUID());
        this.leases = new LeaseKeeper(storage.leases(), node, threads, head::recheck);
        this.shares = new Shares(leases);
        Plans plans = new Plans(storage, transactions, running.values(), shares, rates);
        this.following = new Rounds(threads, "annals-plans", FOLLOW_EVERY, plans::follow);
        this.controlled =
                new ControlledConsumers(
                        storage, journal, transactions, running, following::ask, rates);
    }

    /**
     * Begins to ask how far the journal is settled, for all consumers to come, and to exchange
     * wake-ups with other nodes where the storage can; once.
     */
    public void open() {
        head.start();
    }

    /**
     * Says that something was appended and committed, to the consumers of this node and of others:
     * cheap, from any thread, at any time.
     */
    public void wake() {
        head.wakeEverywhere();
    }

    /**
     * Starts a consumer at its checkpoint, or at the beginning of the journal if it has none.
     *
     * @throws IllegalArgumentException if a consumer of this name runs already
     */
    public void start(Consumer consumer) {
        RunningConsumer started =
                new RunningConsumer(
                        consumer,
                        segment ->
                                new ConsumerLoop(
                                        consumer,
                                        segment,
                                        storage,
                                        journal,
                                        transactions,
                                        tracing,
                                        head,
                                        leases,
                                        readers,
                                        following::ask,
                                        controlled::moved),
                        threads);
        if (running.putIfAbsent(consumer.name(), started) != null) {
            throw new IllegalArgumentException(
                    "Could not start consumer '%s': one of this name runs already. A name belongs to one consumer"
                            .formatted(consumer.name()));
        }
        following.ask();
    }

    /** The journal's consumers, those of all nodes. */
    public Consumers consumers() {
        return controlled;
    }

    /** How all consumers of this node are doing, by name. */
    public List<ConsumerStatus> status() {
        return running.values().stream()
                .map(RunningConsumer::status)
                .sorted(Comparator.comparing(ConsumerStatus::name))
                .toList();
    }

    /** How far the consumers of this node are behind, by name; without those that are not fed. */
    public List<ConsumerLag> lags() {
        long end = head.position();
        return running.values().stream()
                .flatMap(consumer -> consumer.lag(end, rates).stream())
                .sorted(Comparator.comparing(ConsumerLag::name))
                .toList();
    }

    /**
     * Whether this node knows how far the journal is settled, and has looked for all its consumers
     * in the storage; it stays so.
     */
    public boolean hasBegun() {
        return head.hasBegun() && running.values().stream().allMatch(RunningConsumer::hasBegun);
    }

    /**
     * The threads that this node cannot do without and that have ended although nobody has closed
     * the engine; none, unless something is broken that only a restart mends.
     */
    public List<String> deadThreads() {
        return Stream.of(
                        Map.entry("annals-journal-head", head.isDead()),
                        Map.entry("annals-plans", following.isDead()),
                        Map.entry("annals-leases", leases.isDead()))
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How far this node can read the journal. */
    public JournalStatus journalStatus() {
        return head.status();
    }

    /**
     * Stops all consumers, each after the event it is handling, and waits for them. A handler that
     * does not return is interrupted after 10 s; if that does not help either, the log names the
     * thread that is left.
     */
    @Override
    public void close() {
        running.values().forEach(RunningConsumer::stop);
        shares.close();
        head.close();
        Threads.join(running.values().stream().flatMap(each -> each.threads().stream()).toList());
        Threads.end(readers);
        following.close();
        leases.close();
        running.clear();
    }
}
