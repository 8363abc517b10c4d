package io.annals.es.spi;

import java.util.function.Supplier;

/**
 * Runs work in transactions.
 *
 * <p>Thread-safe; a transaction belongs to the thread that began it. A runtime exception or error
 * of the work rolls the transaction back and reaches the caller as it is. Work that returns
 * although its transaction was marked rollback-only ends in an exception, too: what it did is lost,
 * and its caller must not believe otherwise.
 */
public interface Transactions {

    /** Runs the work in the active transaction, or in a new one where there is none. */
    <T> T required(Supplier<T> work);

    /** Runs the work in a new transaction of its own; an active one is suspended meanwhile. */
    <T> T inNew(Supplier<T> work);

    /** Makes sure that the active transaction cannot commit. */
    void setRollbackOnly();

    /**
     * Calls the action once the active transaction has committed, never after a rollback; those of
     * one transaction in the order in which they were given. The action must be quick, must not
     * throw and must not touch a database: it is for waking a thread that does.
     */
    void afterCommit(Runnable action);
}
