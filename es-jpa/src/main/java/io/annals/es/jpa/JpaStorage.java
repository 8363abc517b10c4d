package io.annals.es.jpa;

import io.annals.es.EventFilter;
import io.annals.es.EventRevision;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.DeadLetterStore;
import io.annals.es.spi.Holder;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.Page;
import io.annals.es.spi.Settled;
import io.annals.es.spi.SnapshotStore;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.spi.Transactions;
import io.annals.es.spi.WakeUps;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The journal in the tables of one database. */
final class JpaStorage implements JournalStorage {

    private final Sql sql;
    private final Transactions transactions;
    private final Database database;
    private final Schema schema;
    private final Appender appender;
    private final Reader reader;
    private final Revisions revisions;
    private final Positions positions;
    private final CheckpointStore checkpoints;
    private final DeadLetterStore deadLetters;
    private final ConsumerStore consumers;
    private final LeaseStore leases;
    private final SnapshotStore snapshots;

    JpaStorage(
            Sql sql,
            Transactions transactions,
            Database database,
            Schema schema,
            StorageSettings settings) {
        this.sql = sql;
        this.transactions = transactions;
        this.database = database;
        this.schema = schema;
        this.reader = new Reader(sql, database);
        this.revisions = new Revisions(sql, transactions);
        this.appender =
                new Appender(sql, reader, revisions, database, transactions, settings.maxPayload());
        this.positions = database.open(sql, transactions, settings);
        this.checkpoints = new Checkpoints(sql, transactions);
        this.deadLetters = new DeadLetters(sql, database, transactions);
        this.consumers = new Consumers(sql, database, transactions);
        this.snapshots = new SnapshotRows(sql, database, transactions);
        this.leases = new Leases(sql, database, transactions, settings.leaseDuration());
    }

    @Override
    public List<Receipt> append(List<StreamAppend> appends) {
        positions.pace(appends.stream().mapToInt(append -> append.events().size()).sum());
        return appender.append(appends);
    }

    @Override
    public Page readStream(StreamId stream, long afterVersion, int limit) {
        return reading("read " + stream, () -> reader.stream(stream, afterVersion, limit));
    }

    @Override
    public List<StoredEvent> withIds(List<UUID> eventIds) {
        return reading("look up event ids", () -> reader.withIds(eventIds));
    }

    @Override
    public List<String> streamIds(String category, @Nullable String afterId, int limit) {
        return reading(
                "read the ids of category " + category, () -> reader.ids(category, afterId, limit));
    }

    @Override
    public List<String> categories(@Nullable String afterCategory, int limit) {
        return reading("read the categories", () -> reader.categories(afterCategory, limit));
    }

    @Override
    public Settled settledUpTo() {
        return positions.settledUpTo();
    }

    @Override
    public List<Holder> heldUpBy() {
        return positions.heldUpBy();
    }

    @Override
    public long pending(int atMost) {
        return positions.pending(atMost);
    }

    @Override
    public void check() {
        schema.check();
    }

    @Override
    public WakeUps wakeUps(Runnable wake, ThreadFactory threads) {
        return database.wakeUps(sql, transactions, wake, threads);
    }

    @Override
    public long positionBefore(Instant instant) {
        long settled = settledUpTo().position(); // what appears below it later is above it then
        return reading(
                "look for the events since " + instant,
                () ->
                        reader.firstSince(instant)
                                .map(p -> Math.min(p - 1, settled))
                                .orElse(settled));
    }

    @Override
    public Page read(long afterPosition, long upTo, EventFilter filter, int limit) {
        return reading(
                "read the journal after position " + afterPosition,
                () -> reader.journal(afterPosition, upTo, filter, limit));
    }

    @Override
    public Set<EventRevision> storedRevisions() {
        return reading("read which revisions are stored", revisions::stored);
    }

    @Override
    public boolean awaitsPosition(EventFilter filter) {
        return reading("look for events without positions", () -> reader.awaitsPosition(filter));
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

    @Override
    public void close() {
        positions.close();
    }

    private <T> T reading(String what, Supplier<T> read) {
        try {
            return transactions.required(read);
        } catch (RuntimeException e) {
            throw Failures.translate(what, e);
        }
    }
}
