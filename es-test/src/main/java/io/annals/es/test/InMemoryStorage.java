package io.annals.es.test;

import io.annals.es.ContentionException;
import io.annals.es.EventFilter;
import io.annals.es.EventRevision;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.DeadLetterStore;
import io.annals.es.spi.Holder;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.Page;
import io.annals.es.spi.Settled;
import io.annals.es.spi.SnapshotStore;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.spi.WakeUps;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reference storage: keeps the journal in memory, with transactions that behave as a
 * database's.
 *
 * <p>Thread-safe. Nothing of a transaction is seen by others before it has committed. A second
 * writer of a stream waits until the first one's transaction ends. A position is drawn by the
 * append, so positions become visible out of order, and there are holes: those of rolled back
 * transactions, and some more on purpose, so that nobody relies on their absence.
 */
public final class InMemoryStorage implements JournalStorage {

    private static final int HOLE_AFTER = 5;

    private final InMemoryTransactions transactions;
    private final Clock clock;
    private final int maxPayload;
    private final RowLocks locks = new RowLocks();
    private final CheckpointStore checkpoints;
    private final DeadLetterStore deadLetters;
    private final ConsumerStore consumers;
    private final LeaseStore leases;
    private final SnapshotStore snapshots;

    // The rest is guarded by this object's monitor, which is never held while waiting for a lock.
    private final NavigableMap<StreamId, List<StoredEvent>> streams = new TreeMap<>();
    private final NavigableMap<Long, StoredEvent> journal = new TreeMap<>();
    private final Map<UUID, StoredEvent> byId = new HashMap<>();
    private final Map<InMemoryTransaction, Uncommitted> uncommitted = new HashMap<>();
    private long lastPosition;
    private boolean closed;

    /** An empty journal with transactions of its own and the system's clock. */
    public InMemoryStorage() {
        this(new InMemoryTransactions(), Clock.systemUTC());
    }

    /** An empty journal that takes the largest payloads. */
    public InMemoryStorage(InMemoryTransactions transactions, Clock clock) {
        this(transactions, clock, StorageSettings.LARGEST_PAYLOAD);
    }

    /**
     * An empty journal.
     *
     * @param maxPayload how many bytes the payload of an event may have
     */
    public InMemoryStorage(InMemoryTransactions transactions, Clock clock, int maxPayload) {
        this.transactions = transactions;
        this.clock = clock;
        this.maxPayload = maxPayload;
        this.checkpoints = new InMemoryCheckpoints(transactions);
        this.deadLetters = new InMemoryDeadLetters(transactions, clock);
        this.consumers = new InMemoryConsumers(transactions);
        this.snapshots = new InMemorySnapshots(transactions);
        this.leases = new InMemoryLeases(clock);
    }

    /** The transactions in which this storage takes part. */
    public InMemoryTransactions transactions() {
        return transactions;
    }

    @Override
    public List<Receipt> append(List<StreamAppend> appends) {
        InMemoryTransaction transaction = transactions.require("append to the journal");
        enlist(transaction);
        boolean stored = false;
        try {
            appends.forEach(append -> append.requirePayloadsUpTo(maxPayload));
            List<StreamId> order = appends.stream().map(StreamAppend::stream).sorted().toList();
            requireDistinct(order);
            order.forEach(stream -> locks.acquire(stream, transaction));
            for (StreamAppend append : appends) {
                append.events().forEach(event -> locks.acquire(event.eventId(), transaction));
            }
            List<Receipt> receipts = store(appends);
            stored = true;
            return receipts;
        } finally {
            if (!stored) {
                transaction.setRollbackOnly();
            }
        }
    }

    @Override
    public synchronized Page readStream(StreamId stream, long afterVersion, int limit) {
        return page(visible(stream).skip(afterVersion), limit);
    }

    @Override
    public synchronized List<StoredEvent> withIds(List<UUID> eventIds) {
        return eventIds.stream().flatMap(this::withId).toList();
    }

    @Override
    public synchronized List<String> categories(@Nullable String afterCategory, int limit) {
        return Stream.concat(
                        streams.keySet().stream(), mine().events.stream().map(StoredEvent::stream))
                .map(StreamId::category)
                .filter(category -> afterCategory == null || category.compareTo(afterCategory) > 0)
                .sorted()
                .distinct()
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<String> streamIds(
            String category, @Nullable String afterId, int limit) {
        Stream<StreamId> own =
                mine().events.stream()
                        .map(StoredEvent::stream)
                        .filter(stream -> !streams.containsKey(stream));
        return Stream.concat(streams.keySet().stream(), own)
                .filter(stream -> stream.category().equals(category))
                .map(StreamId::id)
                .filter(id -> afterId == null || id.compareTo(afterId) > 0)
                .sorted()
                .distinct()
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Settled settledUpTo() {
        OptionalLong firstOpen =
                uncommitted.values().stream()
                        .flatMap(open -> open.events.stream())
                        .mapToLong(StoredEvent::position)
                        .min();
        return firstOpen.isPresent()
                ? new Settled(firstOpen.getAsLong() - 1, true)
                : new Settled(lastPosition, false);
    }

    @Override
    public synchronized List<Holder> heldUpBy() {
        return uncommitted.values().stream()
                .filter(open -> !open.events.isEmpty())
                .map(
                        open ->
                                "a transaction that has drawn position "
                                        + open.events.get(0).position())
                .sorted()
                .map(holder -> new Holder(holder, holder))
                .toList();
    }

    @Override
    public synchronized long pending(int atMost) {
        return journal.tailMap(settledUpTo().position(), false).values().stream()
                .limit(atMost)
                .count();
    }

    /** There is nothing that could be wrong. */
    @Override
    public void check() {}

    @Override
    public synchronized long positionBefore(Instant instant) {
        long settled = settledUpTo().position();
        return journal.values().stream()
                .filter(event -> event.position() <= settled)
                .filter(event -> !event.time().isBefore(instant))
                .mapToLong(event -> event.position() - 1)
                .min()
                .orElse(settled);
    }

    /** There are no other nodes. */
    @Override
    public WakeUps wakeUps(Runnable wake, ThreadFactory threads) {
        return WakeUps.NONE;
    }

    @Override
    public synchronized Page read(long afterPosition, long upTo, EventFilter filter, int limit) {
        if (afterPosition >= upTo) {
            return new Page(List.of(), false);
        }
        return page(
                journal.subMap(afterPosition, false, upTo, true).values().stream()
                        .filter(event -> filter.matches(event.stream().category(), event.type())),
                limit);
    }

    @Override
    public synchronized Set<EventRevision> storedRevisions() {
        return Stream.concat(journal.values().stream(), mine().events.stream())
                .map(event -> new EventRevision(event.type(), event.revision()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Every event has its position from the beginning. */
    @Override
    public boolean awaitsPosition(EventFilter filter) {
        return false;
    }

    @Override
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    public DeadLetterStore deadLetters() {
        return deadLetters;
    }

    @Override
    public ConsumerStore consumers() {
        return consumers;
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    /** Nobody waits for this storage: all it does is remember the call. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    /** Whether it was closed, as a container does when the application stops. */
    public synchronized boolean isClosed() {
        return closed;
    }

    private static Page page(Stream<StoredEvent> events, int limit) {
        List<StoredEvent> page = new ArrayList<>();
        long bytes = 0;
        for (Iterator<StoredEvent> rest = events.iterator(); rest.hasNext(); ) {
            StoredEvent next = rest.next();
            bytes += next.payload().length;
            if (page.size() == limit || (bytes > Page.MAX_BYTES && !page.isEmpty())) {
                return new Page(page, true);
            }
            page.add(next);
        }
        return new Page(page, false);
    }

    private synchronized List<Receipt> store(List<StreamAppend> appends) {
        Instant now = clock.instant();
        Map<StreamId, Receipt> receipts = new HashMap<>();
        appends.stream()
                .sorted((one, other) -> one.stream().compareTo(other.stream()))
                .forEach(append -> receipts.put(append.stream(), store(append, now)));
        return appends.stream().map(append -> receipts.get(append.stream())).toList();
    }

    private Receipt store(StreamAppend append, Instant now) {
        List<StoredEvent> stored =
                append.events().stream().flatMap(event -> withId(event.eventId())).toList();
        if (append.mayBeRepeat()) {
            Optional<Receipt> first = append.repeated(stored);
            if (first.isPresent()) {
                return first.get();
            }
        } else if (!stored.isEmpty()) {
            throw new ContentionException(
                    "Could not append to %s: event id %s is taken"
                            .formatted(append.stream(), stored.get(0).eventId()),
                    null);
        }
        requireExpectedVersion(append);
        add(append, now);
        return new Receipt(append.stream(), version(append.stream()));
    }

    private void add(StreamAppend append, Instant now) {
        long version = version(append.stream());
        for (NewEvent event : append.events()) {
            version++;
            StoredEvent stored =
                    new StoredEvent(
                            append.stream(),
                            version,
                            drawPosition(),
                            event.eventId(),
                            event.type(),
                            event.revision(),
                            now,
                            append.metadata(),
                            event.payload());
            mine().events.add(stored);
        }
    }

    private long drawPosition() {
        lastPosition += lastPosition % HOLE_AFTER == 0 ? 2 : 1;
        return lastPosition;
    }

    private void requireExpectedVersion(StreamAppend append) {
        long actual = version(append.stream());
        if (!append.expected().isMetBy(actual)) {
            throw new WrongExpectedVersionException(
                    append.stream(), append.expected(), OptionalLong.of(actual));
        }
    }

    private static void requireDistinct(List<StreamId> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).equals(sorted.get(i - 1))) {
                throw new IllegalArgumentException(
                        "Could not append: stream %s is named twice in one batch. "
                                        .formatted(sorted.get(i))
                                + "Put all its events into one append");
            }
        }
    }

    private long version(StreamId stream) {
        return streams.getOrDefault(stream, List.of()).size()
                + mine().events.stream().filter(event -> event.stream().equals(stream)).count();
    }

    /** The committed events of a stream, and those that this thread's transaction has added. */
    private Stream<StoredEvent> visible(StreamId stream) {
        return Stream.concat(
                streams.getOrDefault(stream, List.of()).stream(),
                mine().events.stream().filter(event -> event.stream().equals(stream)));
    }

    private Stream<StoredEvent> withId(UUID eventId) {
        return Stream.concat(Stream.ofNullable(byId.get(eventId)), mine().events.stream())
                .filter(event -> event.eventId().equals(eventId));
    }

    private Uncommitted mine() {
        return transactions
                .active()
                .map(transaction -> uncommitted.getOrDefault(transaction, Uncommitted.NONE))
                .orElse(Uncommitted.NONE);
    }

    /** Comes before the first lock, so that the end of the transaction releases it. */
    private synchronized void enlist(InMemoryTransaction transaction) {
        if (uncommitted.putIfAbsent(transaction, new Uncommitted(new ArrayList<>())) == null) {
            transaction.enlist(
                    committed -> publish(transaction, committed),
                    () -> locks.releaseAll(transaction));
        }
    }

    private synchronized void publish(InMemoryTransaction transaction, boolean committed) {
        Uncommitted work = uncommitted.remove(transaction);
        if (committed && work != null) {
            for (StoredEvent event : work.events) {
                streams.computeIfAbsent(event.stream(), stream -> new ArrayList<>()).add(event);
                journal.put(event.position(), event);
                byId.put(event.eventId(), event);
            }
        }
    }

    /** What one transaction has written so far. */
    private record Uncommitted(List<StoredEvent> events) {
        static final Uncommitted NONE = new Uncommitted(List.of());
    }
}
