package io.annals.es.evolution;

import io.annals.es.EventRevision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes of a stored event of an old revision what it is today, or the next revision on the way
 * there: a step of a chain that ends at the revisions of the event classes.
 *
 * <p>In a container every bean of this type is found, whether a class or a producer method makes
 * it; elsewhere hand them to {@link io.annals.es.journal.Evolution}. There is at most one for a
 * revision, and no chain may lead back to where it began.
 *
 * <p>Must be thread-safe, and depend on nothing but the payload: an event is upcast each time it is
 * read, by commands, consumers and rebuilds alike, and all must see the same. What is stored does
 * not change. What an upcaster throws makes the event unreadable: whoever reads stops there. The
 * message of what it has thrown is left out of logs, because it may quote the payload.
 *
 * @param <T> the form in which the serialiser gives the payload: {@code jakarta.json.JsonObject}
 *     with {@code es-jsonb} and {@code es-jackson}
 */
public interface Upcaster<T> {

    /** What it reads. */
    EventRevision from();

    /** All that it may make of it; nothing where it drops every event. */
    Set<EventRevision> to();

    /** Why it makes nothing of an event; empty if it always makes something of it. */
    default Optional<String> dropReason() {
        return Optional.empty();
    }

    /**
     * What the event is, in order.
     *
     * @param payload as it was stored, or as the upcaster before has made it; not to be changed
     * @return parts whose revisions are among {@link #to()}; none only if there is a {@link
     *     #dropReason()}
     */
    List<Part<T>> upcast(T payload);

    /**
     * The class whose code makes what it makes: when that has changed, states of aggregates that
     * were folded from what it made are not used any more. That of the upcaster itself; where it
     * was made of a function, that in which the function is written.
     */
    default Class<?> code() {
        return getClass();
    }

    /** Changes the payload, which is of the type's next revision then. */
    static <T> Upcaster<T> change(String type, int revision, UnaryOperator<T> change) {
        return rename(
                new EventRevision(type, revision), new EventRevision(type, revision + 1), change);
    }

    /** Makes it an event of another type, and changes the payload as far as that needs it. */
    static <T> Upcaster<T> rename(EventRevision from, EventRevision to, UnaryOperator<T> change) {
        return new DefinedUpcaster<>(
                from,
                Set.of(to),
                Optional.empty(),
                change.getClass().getNestHost(), // that of a lambda is the class it is written in
                payload -> List.of(new Part<>(to, change.apply(payload))));
    }

    /** Makes several events of one, at least one of them. */
    static <T> Upcaster<T> split(
            EventRevision from, Set<EventRevision> to, Function<T, List<Part<T>>> parts) {
        return new DefinedUpcaster<>(
                from, to, Optional.empty(), parts.getClass().getNestHost(), parts);
    }

    /**
     * Leaves out every event of this revision: it stays in the journal and in its stream, and
     * nobody sees it.
     *
     * @param reason is told in the log, once
     */
    static <T> Upcaster<T> drop(EventRevision from, String reason) {
        return new DefinedUpcaster<>(
                from, Set.of(), Optional.of(reason), Upcaster.class, payload -> List.of());
    }
}
