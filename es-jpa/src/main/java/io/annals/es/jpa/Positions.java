package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Holder;
import io.annals.es.spi.Settled;
import java.util.List;

/**
 * How a database gives events their positions, and so how it is known up to where the journal can
 * be read without ever missing an event.
 *
 * <p>Thread-safe. Works in transactions of its own.
 */
interface Positions extends AutoCloseable {

    /** See {@link io.annals.es.spi.JournalStorage#settledUpTo()}. */
    Settled settledUpTo();

    /** See {@link io.annals.es.spi.JournalStorage#pending}. */
    long pending(int atMost);

    /** Is called before so many events are stored; may wait a little, so that readers keep up. */
    default void pace(int events) {}

    /** See {@link io.annals.es.spi.JournalStorage#close()}. */
    @Override
    default void close() {}

    /** See {@link io.annals.es.spi.JournalStorage#heldUpBy()}. */
    List<Holder> heldUpBy();

    /** Refuses a journal whose last position lies below what it had settled before. */
    static void refuseToGoBack(long head, long settled) {
        if (head < settled) {
            throw new EventSourcingException(
                    ("Could not follow the journal: its last position is %d, but %d had been settled, so the database has gone back in time. "
                                    + "Give es_journal a new incarnation and restart the application")
                            .formatted(head, settled));
        }
    }
}
