package io.annals.es.consumer;

import io.annals.es.spi.CheckpointStore;
import io.annals.es.test.DelegatingCheckpoints;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage whose connection breaks the third time that a checkpoint is to be saved. */
final class OnceUnableToSave extends DelegatingStorage {

    private final AtomicInteger saves = new AtomicInteger();

    OnceUnableToSave(InMemoryStorage sound) {
        super(sound);
    }

    @Override
    public CheckpointStore checkpoints() {
        return new DelegatingCheckpoints(sound.checkpoints()) {
            @Override
            public void save(String name, long epoch, long position) {
                if (saves.incrementAndGet() == 3) {
                    throw new IllegalStateException("the connection is broken");
                }
                super.save(name, epoch, position);
            }
        };
    }
}
