package io.annals.es.consumer;

import io.annals.es.EventFilter;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage whose connection breaks the third time that a checkpoint is to be saved. */
record OnceUnableToSave(JournalStorage storage, AtomicInteger saves)
        implements JournalStorage, CheckpointStore {

    OnceUnableToSave(JournalStorage storage) {
        this(storage, new AtomicInteger());
    }

    @Override
    public CheckpointStore checkpoints() {
        return this;
    }

    @Override
    public long load(String consumer) {
        return storage.checkpoints().load(consumer);
    }

    @Override
    public void save(String consumer, long position) {
        if (saves.incrementAndGet() == 3) {
            throw new IllegalStateException("the connection is broken");
        }
        storage.checkpoints().save(consumer, position);
    }

    @Override
    public List<Receipt> append(List<StreamAppend> appends) {
        return storage.append(appends);
    }

    @Override
    public List<StoredEvent> readStream(StreamId stream, long afterVersion, int limit) {
        return storage.readStream(stream, afterVersion, limit);
    }

    @Override
    public List<String> streamIds(String category, String afterId, int limit) {
        return storage.streamIds(category, afterId, limit);
    }

    @Override
    public Settled settledUpTo() {
        return storage.settledUpTo();
    }

    @Override
    public List<StoredEvent> read(long afterPosition, long upTo, EventFilter filter, int limit) {
        return storage.read(afterPosition, upTo, filter, limit);
    }
}
