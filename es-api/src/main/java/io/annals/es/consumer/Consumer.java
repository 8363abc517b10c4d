package io.annals.es.consumer;

import io.annals.es.EventFilter;
import java.util.Objects;

/**
 * A named follower of the journal.
 *
 * @param name the name of its checkpoint, 1 to 100 characters; never given to another consumer
 * @param filter the events it wants
 * @param delivery what its handler may rely on
 * @param batch how many events at most share one transaction, with the checkpoint in it; 1 to
 *     10,000
 * @param handler what it does
 */
public record Consumer(
        String name, EventFilter filter, Delivery delivery, int batch, EventHandler handler) {

    private static final int MAX_NAME_LENGTH = 100;
    private static final int MAX_BATCH = 10_000;

    /**
     * Checks name and batch.
     *
     * @throws IllegalArgumentException if the name is blank or too long, or the batch not between 1
     *     and 10,000, or not 1 where events may come again: a batch that fails is repeated
     */
    public Consumer {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(handler, "handler");
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "Not a consumer name: '%s'. Expected 1 to %d characters"
                            .formatted(name, MAX_NAME_LENGTH));
        }
        if (batch < 1 || batch > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "Could not make consumer '%s': its batch is %d. Expected 1 to %d events"
                            .formatted(name, batch, MAX_BATCH));
        }
        if (batch > 1 && delivery != Delivery.EXACTLY_ONCE) {
            throw new IllegalArgumentException(
                    "Could not make consumer '%s': batches of %d events need %s, because one that fails is repeated. Expected a batch of 1"
                            .formatted(name, batch, Delivery.EXACTLY_ONCE));
        }
    }

    /** A consumer with a transaction for each event. */
    public Consumer(String name, EventFilter filter, Delivery delivery, EventHandler handler) {
        this(name, filter, delivery, 1, handler);
    }
}
