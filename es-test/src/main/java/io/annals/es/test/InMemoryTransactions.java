package io.annals.es.test;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Transactions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Transactions that live in this object alone, for tests without a container.
 *
 * <p>Thread-safe. Work that returns normally from a transaction marked rollback-only gets an {@link
 * EventSourcingException}, for what it did is lost.
 */
public final class InMemoryTransactions implements Transactions {

    private final Map<Thread, InMemoryTransaction> active = new ConcurrentHashMap<>();

    /** No transaction is active yet. */
    public InMemoryTransactions() {}

    @Override
    public <T> T required(Supplier<T> work) {
        Optional<InMemoryTransaction> current = active();
        return current.isPresent() ? join(current.get(), work) : inNew(work);
    }

    @Override
    public <T> T inNew(Supplier<T> work) {
        Optional<InMemoryTransaction> suspended = active();
        InMemoryTransaction transaction = new InMemoryTransaction();
        suspended.ifPresent(outer -> outer.waitFor(transaction));
        active.put(Thread.currentThread(), transaction);
        T result;
        try {
            result = join(transaction, work);
        } finally {
            end(transaction);
            active.remove(Thread.currentThread());
            suspended.ifPresent(this::resume);
        }
        if (transaction.isRollbackOnly()) {
            throw new EventSourcingException(
                    "Could not commit: the transaction is marked rollback-only, so it was rolled back. "
                            + "Do the work again in a new transaction");
        }
        transaction.runAfterCommit();
        return result;
    }

    @Override
    public void setRollbackOnly() {
        require("mark rollback-only").setRollbackOnly();
    }

    @Override
    public void afterCommit(Runnable action) {
        require("wait for its commit").afterCommit(action);
    }

    /** The transaction of this thread. */
    Optional<InMemoryTransaction> active() {
        return Optional.ofNullable(active.get(Thread.currentThread()));
    }

    /** The transaction of this thread, without which something cannot be done. */
    InMemoryTransaction require(String purpose) {
        return active().orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "There is no active transaction to %s. Call from within required() or inNew()"
                                                .formatted(purpose)));
    }

    private static <T> T join(InMemoryTransaction transaction, Supplier<T> work) {
        boolean returned = false;
        try {
            T result = work.get();
            returned = true;
            return result;
        } finally {
            if (!returned) {
                transaction.setRollbackOnly();
            }
        }
    }

    private static void end(InMemoryTransaction transaction) {
        if (transaction.isRollbackOnly()) {
            transaction.rollBack();
        } else {
            transaction.commit();
        }
    }

    private void resume(InMemoryTransaction outer) {
        active.put(Thread.currentThread(), outer);
        outer.waitFor(null);
    }
}
