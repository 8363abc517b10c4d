package io.annals.es.test;

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
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.spi.WakeUps;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;

/** The reference storage, of which a subclass breaks one thing. */
public class DelegatingStorage implements JournalStorage {

    protected final InMemoryStorage sound;

    protected DelegatingStorage(InMemoryStorage sound) {
        this.sound = sound;
    }

    @Override
    public List<Receipt> append(List<StreamAppend> appends) {
        return sound.append(appends);
    }

    @Override
    public Page readStream(StreamId stream, long afterVersion, int limit) {
        return sound.readStream(stream, afterVersion, limit);
    }

    @Override
    public List<StoredEvent> withIds(List<UUID> eventIds) {
        return sound.withIds(eventIds);
    }

    @Override
    public List<String> streamIds(String category, String afterId, int limit) {
        return sound.streamIds(category, afterId, limit);
    }

    @Override
    public List<String> categories(String afterCategory, int limit) {
        return sound.categories(afterCategory, limit);
    }

    @Override
    public Settled settledUpTo() {
        return sound.settledUpTo();
    }

    @Override
    public List<Holder> heldUpBy() {
        return sound.heldUpBy();
    }

    @Override
    public long pending(int atMost) {
        return sound.pending(atMost);
    }

    @Override
    public void check() {
        sound.check();
    }

    @Override
    public WakeUps wakeUps(Runnable wake, ThreadFactory threads) {
        return sound.wakeUps(wake, threads);
    }

    @Override
    public long positionBefore(Instant instant) {
        return sound.positionBefore(instant);
    }

    @Override
    public Page read(long afterPosition, long upTo, EventFilter filter, int limit) {
        return sound.read(afterPosition, upTo, filter, limit);
    }

    @Override
    public Set<EventRevision> storedRevisions() {
        return sound.storedRevisions();
    }

    @Override
    public boolean awaitsPosition(EventFilter filter) {
        return sound.awaitsPosition(filter);
    }

    @Override
    public CheckpointStore checkpoints() {
        return sound.checkpoints();
    }

    @Override
    public DeadLetterStore deadLetters() {
        return sound.deadLetters();
    }

    @Override
    public ConsumerStore consumers() {
        return sound.consumers();
    }

    @Override
    public SnapshotStore snapshots() {
        return sound.snapshots();
    }

    @Override
    public LeaseStore leases() {
        return sound.leases();
    }

    @Override
    public void close() {
        sound.close();
    }

    /** What a storage would know of the stream before its append. */
    final long version(StreamId stream) {
        return sound.readStream(stream, 0, Integer.MAX_VALUE).events().size();
    }
}
