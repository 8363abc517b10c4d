package io.annals.es.test;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.CheckpointStore;
import java.util.HashMap;
import java.util.Map;

/** Checkpoints of the reference storage; each is a row that its last writer's transaction locks. */
final class InMemoryCheckpoints implements CheckpointStore {

    private static final Saved NOTHING = new Saved(0, 0);

    private final InMemoryTransactions transactions;
    private final RowLocks locks = new RowLocks();
    private final Map<String, Saved> committed = new HashMap<>();
    private final Map<InMemoryTransaction, Map<String, Saved>> uncommitted = new HashMap<>();

    InMemoryCheckpoints(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public long load(String consumer) {
        return find(consumer).position;
    }

    @Override
    public long resume(String consumer, long epoch) {
        InMemoryTransaction transaction = lock(consumer);
        Saved present = find(consumer);
        refuseEarlier(consumer, epoch, present);
        put(transaction, consumer, new Saved(epoch, present.position));
        return present.position;
    }

    @Override
    public void save(String consumer, long epoch, long position) {
        InMemoryTransaction transaction = lock(consumer);
        Saved present = find(consumer);
        refuseEarlier(consumer, epoch, present);
        if (position <= present.position) {
            throw new EventSourcingException(
                    "Could not save the checkpoint of consumer %s at position %d: it stands at %d. Another process seems to run the same consumer; load the checkpoint and go on from there"
                            .formatted(consumer, position, present.position));
        }
        put(transaction, consumer, new Saved(epoch, position));
    }

    private static void refuseEarlier(String consumer, long epoch, Saved present) {
        if (epoch < present.epoch) {
            throw new EventSourcingException(
                    "Could not save the checkpoint of consumer %s in epoch %d of its lease: epoch %d has begun, on another node"
                            .formatted(consumer, epoch, present.epoch));
        }
    }

    private InMemoryTransaction lock(String consumer) {
        InMemoryTransaction transaction = transactions.require("save a checkpoint");
        enlist(transaction);
        locks.acquire(consumer, transaction);
        return transaction;
    }

    private synchronized void enlist(InMemoryTransaction transaction) {
        if (uncommitted.putIfAbsent(transaction, new HashMap<>()) == null) {
            transaction.enlist(committed -> end(transaction, committed));
        }
    }

    private synchronized Saved find(String consumer) {
        Saved saved = committed.getOrDefault(consumer, NOTHING);
        return transactions
                .active()
                .map(uncommitted::get)
                .map(mine -> mine.getOrDefault(consumer, saved))
                .orElse(saved);
    }

    private synchronized void put(InMemoryTransaction transaction, String consumer, Saved saved) {
        uncommitted.computeIfAbsent(transaction, none -> new HashMap<>()).put(consumer, saved);
    }

    private void end(InMemoryTransaction transaction, boolean commit) {
        publish(transaction, commit);
        locks.releaseAll(transaction);
    }

    private synchronized void publish(InMemoryTransaction transaction, boolean commit) {
        Map<String, Saved> work = uncommitted.remove(transaction);
        if (commit && work != null) {
            committed.putAll(work);
        }
    }

    private record Saved(long epoch, long position) {}
}
