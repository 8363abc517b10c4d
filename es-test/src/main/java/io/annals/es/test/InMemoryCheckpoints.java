package io.annals.es.test;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.CheckpointStore;
import java.util.Map;

/** Checkpoints of the reference storage. */
final class InMemoryCheckpoints implements CheckpointStore {

    private final InMemoryRows<String, Checkpoint> rows;

    InMemoryCheckpoints(InMemoryTransactions transactions) {
        this.rows = new InMemoryRows<>(transactions);
    }

    @Override
    public long load(String name) {
        return rows.find(name).map(Checkpoint::position).orElse(0L);
    }

    @Override
    public Map<String, Checkpoint> all() {
        return rows.all();
    }

    @Override
    public Checkpoint resume(String name) {
        Checkpoint present = require(name);
        Checkpoint resumed =
                new Checkpoint(present.epoch() + 1, present.position(), present.replayUntil());
        rows.put(name, resumed);
        return resumed;
    }

    @Override
    public void save(String name, long epoch, long position) {
        Checkpoint present = require(name);
        if (epoch != present.epoch() || position <= present.position()) {
            throw new EventSourcingException(
                    "Could not save the checkpoint %s at position %d in epoch %d: it stands at %d in epoch %d. Another process runs the same consumer, or it was reset; resume it and go on from there"
                            .formatted(name, position, epoch, present.position(), present.epoch()));
        }
        rows.put(name, new Checkpoint(epoch, position, present.replayUntil()));
    }

    @Override
    public void hold(String name, long epoch) {
        Checkpoint present = require(name);
        if (epoch != present.epoch()) {
            throw new EventSourcingException(
                    "Could not go on as %s in epoch %d: it is in epoch %d. Resume it and go on from there"
                            .formatted(name, epoch, present.epoch()));
        }
    }

    @Override
    public void reset(String name, long position, long replayUntil) {
        long epoch = rows.lock(name).map(Checkpoint::epoch).orElse(0L);
        rows.put(name, new Checkpoint(epoch + 1, position, replayUntil));
    }

    @Override
    public void remove(String name) {
        if (rows.lock(name).isPresent()) {
            rows.remove(name);
        }
    }

    private Checkpoint require(String name) {
        return rows.lock(name)
                .orElseThrow(
                        () ->
                                new EventSourcingException(
                                        "There is no checkpoint %s. Reset it to the position to begin after"
                                                .formatted(name)));
    }
}
