package io.annals.es.consumer;

import io.annals.es.EventFilter;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A named follower of the journal.
 *
 * @param name the name of its checkpoint, 1 to 100 characters; never given to another consumer
 * @param family what it is a version of: its name is the family's, a hyphen and the version; empty
 *     if there are no versions of it
 * @param filter the events it wants
 * @param delivery what its handler may rely on
 * @param batch how many events at most share one transaction, with the checkpoint in it; 1 to
 *     10,000
 * @param segments how many threads, on one node or several, share its events, those of a stream
 *     always on one: a power of two, 1 to 1,024
 * @param onError what it does about an event that cannot be handled
 * @param activation how it takes the place of an earlier version; {@link Activation#MANUAL} if
 *     there are no versions of it
 * @param handler what it does
 */
public record Consumer(
        String name,
        String family,
        EventFilter filter,
        Delivery delivery,
        int batch,
        int segments,
        OnError onError,
        Activation activation,
        EventHandler handler) {

    private static final int MAX_NAME_LENGTH = 100;
    private static final int MAX_BATCH = 10_000;

    /**
     * Checks name and numbers.
     *
     * @throws IllegalArgumentException if the name is blank or too long, or the batch not between 1
     *     and 10,000, or not 1 where events may come again: a batch that fails is repeated; or if
     *     there can be no so many segments, or it is to take the place of an earlier version and
     *     has none
     */
    public Consumer {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(onError, "onError");
        Objects.requireNonNull(activation, "activation");
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
        Segment.requireCount(segments);
        if (family.isEmpty() && activation != Activation.MANUAL) {
            throw new IllegalArgumentException(
                    "Could not have consumer '%s' take the place of an earlier version: only a projection has versions. Expected manual"
                            .formatted(name));
        }
        if (batch > 1 && delivery != Delivery.EXACTLY_ONCE) {
            throw new IllegalArgumentException(
                    "Could not make consumer '%s': batches of %d events need %s, because one that fails is repeated. Expected a batch of 1"
                            .formatted(name, batch, Delivery.EXACTLY_ONCE));
        }
    }

    /**
     * The same with another batch.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public Consumer withBatch(int size) {
        return new Consumer(
                name, family, filter, delivery, size, segments, onError, activation, handler);
    }

    /**
     * The same with another number of segments.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public Consumer withSegments(int count) {
        return new Consumer(
                name, family, filter, delivery, batch, count, onError, activation, handler);
    }

    /** The same with another answer to an event that cannot be handled. */
    public Consumer withOnError(OnError answer) {
        return new Consumer(
                name, family, filter, delivery, batch, segments, answer, activation, handler);
    }

    /**
     * The same that takes the place of an earlier version in another way.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public Consumer withActivation(Activation how) {
        return new Consumer(name, family, filter, delivery, batch, segments, onError, how, handler);
    }

    /** The same that does something else. */
    public Consumer withHandler(EventHandler other) {
        return new Consumer(
                name, family, filter, delivery, batch, segments, onError, activation, other);
    }

    /**
     * The events that it is set up to want, in words that are the same on all nodes. What is left
     * out because nobody here handles it does not count: another release may handle more.
     */
    String wants() {
        String categories = words("categories", filter.categories());
        String types = words("types", filter.types());
        if (categories.isEmpty() && types.isEmpty()) {
            return "all events";
        }
        return "events of "
                + categories
                + (categories.isEmpty() || types.isEmpty() ? "" : " and ")
                + types;
    }

    /** Whether this is what nodes agree on, as far as it is about the events that it wants. */
    boolean isFilteredAs(StoredConsumer plan) {
        return plan.filter().isEmpty() || plan.filter().equals(wants());
    }

    /** Whether a consumer of this name is taken for a version of the same family. */
    public boolean isVersionBeside(String other) {
        return !family.isEmpty() && Versions.of(family, other).isPresent();
    }

    private static String words(String what, Set<String> names) {
        return names.isEmpty() ? "" : what + " " + new TreeSet<>(names);
    }

    /**
     * A consumer with a transaction for each event, on one thread, that stops where it cannot
     * handle one.
     */
    public Consumer(String name, EventFilter filter, Delivery delivery, EventHandler handler) {
        this(name, "", filter, delivery, 1, 1, handler);
    }

    /**
     * A consumer that stops where it cannot handle an event, and that somebody activates if it is a
     * new version.
     */
    public Consumer(
            String name,
            String family,
            EventFilter filter,
            Delivery delivery,
            int batch,
            int segments,
            EventHandler handler) {
        this(
                name,
                family,
                filter,
                delivery,
                batch,
                segments,
                OnError.STOP,
                Activation.MANUAL,
                handler);
    }
}
