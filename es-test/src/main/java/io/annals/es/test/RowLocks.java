package io.annals.es.test;

import io.annals.es.ContentionException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Locks that a transaction keeps until it ends, as the row locks of a database. Thread-safe. */
final class RowLocks {

    private final Map<Object, InMemoryTransaction> holders = new HashMap<>();

    /**
     * Waits until no other transaction holds the row, and holds it.
     *
     * @throws ContentionException if the wait would never end, or the thread is interrupted
     */
    synchronized void acquire(Object row, InMemoryTransaction transaction) {
        try {
            InMemoryTransaction holder = holders.get(row);
            while (holder != null && holder != transaction) {
                transaction.waitFor(holder); // before it looks: another table has its own monitor
                await(row, holder, transaction);
                holder = holders.get(row);
            }
        } finally {
            transaction.waitFor(null);
        }
        holders.put(row, transaction);
    }

    synchronized void releaseAll(InMemoryTransaction transaction) {
        holders.values().removeIf(holder -> holder == transaction);
        notifyAll();
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(Object row, InMemoryTransaction holder, InMemoryTransaction transaction) {
        if (isWaitingFor(holder, transaction)) {
            throw new ContentionException(
                    "Could not lock %s: its holder waits for this transaction. Try again in a new one"
                            .formatted(row),
                    null);
        }
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContentionException(
                    "Could not lock %s: interrupted while waiting".formatted(row), e);
        }
    }

    private static boolean isWaitingFor(InMemoryTransaction first, InMemoryTransaction last) {
        @Nullable InMemoryTransaction next = first;
        while (next != null && next != last) {
            next = next.waitsFor();
        }
        return next == last;
    }
}
