package io.annals.es.test;

import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.CheckpointStore;
import java.util.Map;

/** The reference storage's checkpoints, of which a subclass breaks one thing. */
public class DelegatingCheckpoints implements CheckpointStore {

    protected final CheckpointStore sound;

    protected DelegatingCheckpoints(CheckpointStore sound) {
        this.sound = sound;
    }

    @Override
    public long load(String name) {
        return sound.load(name);
    }

    @Override
    public Map<String, Checkpoint> all() {
        return sound.all();
    }

    @Override
    public Checkpoint resume(String name) {
        return sound.resume(name);
    }

    @Override
    public void save(String name, long epoch, long position) {
        sound.save(name, epoch, position);
    }

    @Override
    public void hold(String name, long epoch) {
        sound.hold(name, epoch);
    }

    @Override
    public void reset(String name, long position, long replayUntil) {
        sound.reset(name, position, replayUntil);
    }

    @Override
    public void remove(String name) {
        sound.remove(name);
    }
}
