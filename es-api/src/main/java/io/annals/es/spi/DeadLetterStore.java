package io.annals.es.spi;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the events that consumers have set aside.
 *
 * <p>Thread-safe. Joins the transaction that is active on this thread. Letters of one stream are in
 * the order of the stream when they are in the order of positions.
 */
public interface DeadLetterStore {

    /**
     * Sets an event aside, as one that waits; no effect if it is aside already.
     *
     * @param event one that has a position
     */
    void add(String consumer, StoredEvent event);

    /**
     * Notes that an event that is aside could not be handled, once more: it has one attempt more,
     * this failure in place of an earlier one, and no decision.
     *
     * @throws EventSourcingException if it is not aside
     */
    void fail(String consumer, long position, DeadLetter.Failure failure);

    /**
     * Says what is to become of an event that could not be handled, in place of what was said
     * before.
     *
     * @param by who says so, 1 to 255 characters
     * @return false if no such event of the consumer is aside, or it only waits
     */
    boolean decide(String consumer, long position, DeadLetter.Decision decision, String by);

    /**
     * Ends an event's being set aside.
     *
     * @param letter as it was read
     * @throws ContentionException if it is not aside any more, or something else was decided since;
     *     the transaction must be rolled back then
     */
    void remove(DeadLetter letter);

    /** Removes all of a consumer after a position. */
    void removeAfter(String consumer, long position);

    /** A consumer's letters after a position, in the order of positions. */
    List<DeadLetter> list(String consumer, long afterPosition, int limit);

    /** The first letter of a stream. */
    Optional<DeadLetter> first(String consumer, StreamId stream);

    /**
     * Counts a consumer's letters; its cost grows with the count.
     *
     * @param atMost it counts no further
     */
    long count(String consumer, int atMost);

    /** The streams of which a consumer has letters, in any order. */
    List<DeadStream> streams(String consumer);

    /**
     * A stream of which a consumer has letters.
     *
     * @param stream which one
     * @param letters how many
     * @param stands whether one of them {@linkplain DeadLetter#stands() holds up} the others
     */
    record DeadStream(StreamId stream, long letters, boolean stands) {}
}
