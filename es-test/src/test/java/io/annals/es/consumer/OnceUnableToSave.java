package io.annals.es.consumer;

import io.annals.es.spi.CheckpointStore;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage whose connection breaks the third time that a checkpoint is to be saved. */
final class OnceUnableToSave extends DelegatingStorage implements CheckpointStore {

    private final AtomicInteger saves = new AtomicInteger();

    OnceUnableToSave(InMemoryStorage sound) {
        super(sound);
    }

    @Override
    public CheckpointStore checkpoints() {
        return this;
    }

    @Override
    public long load(String consumer) {
        return sound.checkpoints().load(consumer);
    }

    @Override
    public long resume(String consumer, long epoch) {
        return sound.checkpoints().resume(consumer, epoch);
    }

    @Override
    public void save(String consumer, long epoch, long position) {
        if (saves.incrementAndGet() == 3) {
            throw new IllegalStateException("the connection is broken");
        }
        sound.checkpoints().save(consumer, epoch, position);
    }
}
