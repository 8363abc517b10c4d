package io.annals.bench.compare.contender;

import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import java.util.List;
import java.util.Map;

/**
 * One way to keep events, as its users have it: over a pool, with transactions and a serialiser.
 *
 * <p>Thread-safe. Streams are carts, named by any text up to 40 characters.
 */
public interface Contender extends AutoCloseable {

    /** What it is set up with, for the report. */
    Map<String, String> settings();

    /**
     * Stores events in one transaction, or as whatever the contender has in its place.
     *
     * @param version that of the stream's last event, 0 for a new stream
     * @throws Conflict if the stream has another version
     */
    void append(String stream, long version, List<? extends CartEvent> events);

    /**
     * Loads a cart, lets it decide, and stores what it decides, one event, in one transaction.
     *
     * @throws Conflict if another was faster
     */
    void add(String stream, ItemAdded item);

    /** Loads a cart from all its events. */
    Cart load(String stream);

    /**
     * Hands all events to a reader from the first one on, in the order in which they are stored,
     * and then those that are stored later; keeps a durable checkpoint.
     *
     * @param name of the checkpoint; never used before
     * @param batch how many events at most lie between two checkpoints
     */
    Following follow(String name, int batch, Reader reader);

    /** Drops what is held in memory of streams: they are read from the database again. */
    default void forget() {}

    /** Waits for what still goes on behind earlier calls, so that it does not disturb others. */
    default void rest() {}

    @Override
    void close();
}
