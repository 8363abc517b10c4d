package io.annals.es.spi;

import io.annals.es.EventSourcingException;

/** Opens a storage for the container; each storage module has one. */
public interface StorageProvider {

    /**
     * Opens the storage and checks that it can keep its promises here.
     *
     * @throws EventSourcingException if the database is of an unknown kind, its schema is missing
     *     or of another version, or it is set up in a way that would break a promise; the message
     *     says what to do
     */
    JournalStorage open(Transactions transactions, StorageSettings settings);

    /**
     * Whether an exception that is none of ours, as out of a commit, has an exception of the
     * database among its causes that says: a transaction was rolled back because of a serialisation
     * failure, a lock time-out or a deadlock, and the same may succeed in a new one. Tells it by
     * the database's codes, never by a message text.
     */
    default boolean isContention(Throwable thrown) {
        return false;
    }
}
