package io.annals.es.aggregate;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.ReusedEventIdException;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.UnreadableEventException;
import io.annals.es.WrongExpectedVersionException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Loads aggregates of one class from the journal, and appends what they decide. Injected:
 * {@code @Inject AggregateRepository<Cart> carts}.
 *
 * <p>Thread-safe. Appends join the caller's transaction, or run in one of their own where there is
 * none. They throw {@link WrongExpectedVersionException} or {@link ContentionException} when they
 * lost against another transaction, and {@link UnknownEventTypeException} for an event that the
 * aggregate's {@code events} do not permit; nothing is stored then. Whatever loads throws {@link
 * UnreadableEventException} for an event that cannot be read, and {@link EventSourcingException}
 * for one that cannot be applied.
 *
 * @param <A> the aggregate class
 */
public interface AggregateRepository<A> {

    /**
     * Appends the first events of a new aggregate.
     *
     * @param events at least one
     * @throws WrongExpectedVersionException if the stream has events already
     */
    default Receipt create(String id, Object... events) {
        return append(id, ExpectedVersion.noStream(), List.of(events));
    }

    /** Loads an aggregate; empty if none of its events made a state. */
    Optional<Versioned<A>> find(String id);

    /**
     * Loads an aggregate that must be there.
     *
     * @throws AggregateNotFoundException if none of its events made a state
     */
    Versioned<A> load(String id);

    /**
     * Loads an aggregate as it was at a version.
     *
     * @throws AggregateNotFoundException if it has not come to that version, or had no state then
     */
    Versioned<A> loadAt(String id, long version);

    /**
     * Loads an aggregate as it was at a time: the fold of its events up to the first later one.
     *
     * @throws AggregateNotFoundException if it had no state then
     */
    Versioned<A> loadAt(String id, Instant time);

    /**
     * Loads an aggregate, lets it decide, and appends the events it decided on, at the version that
     * it decided on.
     *
     * @param decision from the state to the events that are to happen; pure, and without changing
     *     the state, because it may be called again: by a retry, and where the state was cached
     *     ({@link AggregateCache}); an empty list appends nothing
     * @return the receipt of the append, or the loaded version if nothing was decided
     * @throws AggregateNotFoundException if there is no such aggregate
     */
    default Receipt update(String id, Function<? super A, ? extends List<?>> decision) {
        return update(id, ExpectedVersion.any(), decision);
    }

    /**
     * As {@link #update(String, Function)}, if the aggregate is at the version that the caller has
     * seen.
     *
     * @throws WrongExpectedVersionException if it is not; nothing is appended then
     */
    Receipt update(
            String id, ExpectedVersion expected, Function<? super A, ? extends List<?>> decision);

    /** Appends events without loading the aggregate. */
    Receipt append(String id, ExpectedVersion expected, List<?> events);

    /**
     * A repository that appends what a command decides once, however often the command is sent: a
     * repeat stores nothing and gets the first receipt. It does so in {@link #create}, {@link
     * #update} and {@link #append}; one of them, once, for each command id.
     *
     * <p>A repeated update decides again, on the state that the command found the first time, so
     * its decision must be pure. Where a command has decided on nothing, nothing is remembered.
     * What is no repeat, because the command has other content or goes to another aggregate, ends
     * in a {@link ReusedEventIdException}. A repeat that runs at the same time as the first may
     * lose against it, and its retry gets the receipt.
     *
     * @param command names the command in the whole journal, the same for each sending; for a
     *     command that changes several aggregates, one for each of them
     */
    AggregateRepository<A> once(UUID command);

    /** The ids of all streams of the category, read page by page, in a stable order. */
    Stream<String> ids();

    /** All aggregates that have a state, loaded one by one while the stream is consumed. */
    Stream<Versioned<A>> all();
}
