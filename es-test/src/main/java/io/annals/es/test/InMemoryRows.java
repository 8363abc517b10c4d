package io.annals.es.test;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table of the reference storage: rows by key, each locked by the transaction that wrote it last.
 *
 * <p>Thread-safe.
 */
final class InMemoryRows<K extends Comparable<K>, V> {

    private final InMemoryTransactions transactions;
    private final RowLocks locks = new RowLocks();
    private final Map<K, V> committed = new TreeMap<>();
    private final Map<InMemoryTransaction, Map<K, Optional<V>>> uncommitted = new HashMap<>();

    InMemoryRows(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    /** All rows that this thread's transaction sees, in the order of their keys. */
    synchronized Map<K, V> all() {
        Map<K, V> seen = new TreeMap<>(committed);
        transactions
                .active()
                .map(uncommitted::get)
                .ifPresent(
                        mine ->
                                mine.forEach(
                                        (key, row) ->
                                                row.ifPresentOrElse(
                                                        present -> seen.put(key, present),
                                                        () -> seen.remove(key))));
        return seen;
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(all().get(key));
    }

    /** Waits until no other transaction has written the row, and finds it then. */
    Optional<V> lock(K key) {
        InMemoryTransaction transaction = transactions.require("write to the storage");
        enlist(transaction);
        locks.acquire(key, transaction);
        return find(key);
    }

    /** Writes a row that is locked. */
    void put(K key, V row) {
        write(key, Optional.of(row));
    }

    /** Removes a row that is locked. */
    void remove(K key) {
        write(key, Optional.empty());
    }

    private synchronized void write(K key, Optional<V> row) {
        uncommitted
                .computeIfAbsent(
                        transactions.require("write to the storage"), none -> new HashMap<>())
                .put(key, row);
    }

    private synchronized void enlist(InMemoryTransaction transaction) {
        if (uncommitted.putIfAbsent(transaction, new HashMap<>()) == null) {
            transaction.enlist(
                    commits -> publish(transaction, commits), () -> locks.releaseAll(transaction));
        }
    }

    private synchronized void publish(InMemoryTransaction transaction, boolean commits) {
        Map<K, Optional<V>> work = uncommitted.remove(transaction);
        if (commits && work != null) {
            work.forEach(
                    (key, row) ->
                            row.ifPresentOrElse(
                                    present -> committed.put(key, present),
                                    () -> committed.remove(key)));
        }
    }
}
