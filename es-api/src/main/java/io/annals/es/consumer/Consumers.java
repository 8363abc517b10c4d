package io.annals.es.consumer;

import io.annals.es.EventSourcingException;
import io.annals.es.Receipt;
import io.annals.es.spi.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The consumers of the journal, on whichever node they run: how they are doing, and what can be
 * done about it.
 *
 * <p>Thread-safe. Each change is stored in a transaction of its own; other nodes follow within a
 * second. Where a method says so, what is being handled meanwhile is undone: its transaction is
 * rolled back, and it is handled again as the change wants it, so that what it has done outside the
 * journal's database may be done twice. Consumers are named as in {@link ConsumerState#name()}; a
 * family of versions, as {@code sales} of {@code sales-1}, stands for the one of them that is
 * active. Every method throws {@link UnknownConsumerException} for a name that is not known.
 */
public interface Consumers {

    /** All consumers, by name. */
    List<ConsumerState> list();

    /**
     * Has a consumer stand still, after its last complete batch, until it is resumed. What is being
     * handled is undone.
     */
    void pause(String name);

    /**
     * Has a consumer go on that was paused, or that has stopped at an event that it could not
     * handle. What is being handled goes on.
     */
    void resume(String name);

    /**
     * Has a consumer handle again what comes after a position; calls its {@code @OnReset} method in
     * the same transaction. What it had handled before counts as replayed: it has no effects
     * outside its view. Segments that are not there yet stay where they are. What is being handled
     * is undone; where the database undoes the reset instead, or a node begins to work for the
     * consumer just then, it is repeated with the consumer paused. From then on it wants the events
     * that it is set up for on this node, on all nodes.
     *
     * <p>The view of an inline projection is built anew, and appends of its categories wait until
     * that is done; the log says how long.
     *
     * @param position 0 for the beginning of the journal
     * @throws IllegalArgumentException if the consumer has not come so far, or an inline projection
     *     is to go to another position than 0
     * @throws IllegalStateException if this node does not run the consumer, so that its
     *     {@code @OnReset} method is not here
     * @throws EventSourcingException if that method throws; nothing has changed then
     */
    void reset(String name, long position);

    /**
     * Has a consumer handle again every event that was appended at an instant or later, by the
     * database's clock, and what comes between them; as {@link #reset(String, long)}.
     *
     * @throws IllegalArgumentException if it has handled none since then
     */
    void reset(String name, Instant since);

    /**
     * The events that a consumer has set aside, with their failures, in the order of positions:
     * those that could not be handled, and those that wait behind them.
     *
     * @param afterPosition that of the last one of the page before; 0 for the first page
     * @param limit how many at most
     */
    List<DeadLetter> deadLetters(String name, long afterPosition, int limit);

    /**
     * Has a consumer handle an event again that it has set aside and, if that succeeds, those that
     * wait behind it, in order. Returns when that is stored; the node that runs the consumer does
     * it soon. What is being handled goes on, unless this takes the place of another decision.
     *
     * @param position that of an event that could not be handled
     * @param by who wants it, 1 to 255 characters
     * @throws IllegalArgumentException if there is no such event, or it only waits behind another
     */
    void retry(String name, long position, String by);

    /**
     * Has a consumer leave out an event for good that it has set aside, and handle those that wait
     * behind it, in order; as {@link #retry}. Who has dismissed what is in the log.
     */
    void dismiss(String name, long position, String by);

    /**
     * Waits until a consumer has handled what was appended: to read from its view what one has just
     * written. Looks at its checkpoint, never at the view. An event that is set aside is not
     * handled before it was retried, or dismissed.
     *
     * @param receipt of an append whose transaction has committed
     * @throws IllegalStateException at once, if there is no such event, or its transaction has not
     *     committed
     * @throws ConsumerBehindException if the time is over, or the thread was interrupted
     */
    void awaitCaughtUp(String name, Receipt receipt, Duration timeout);

    /**
     * Which version of a family is active: the one whose view is to be read, and that has effects
     * outside its view. Asks the database.
     */
    int activeVersion(String family);

    /**
     * Makes a version the active one, and any other a spare one that is fed still. Which of them
     * acts on an event is decided by one position, so that no effect is lost and none happens
     * twice. What is being handled goes on.
     *
     * @throws IllegalStateException if it has not caught up with the active one, to within 1,000
     *     positions; or if it was the active one before, and has yet to act on events of that time,
     *     also on those that it has set aside
     */
    void activate(String family, int version);

    /**
     * Feeds a spare version no more. To go back to it later it must be reset. What is being handled
     * is undone.
     *
     * @throws IllegalStateException if it is the active one; or if it has yet to act on events of
     *     the time when it was that, also on those that it has set aside
     */
    void retire(String family, int version);
}
