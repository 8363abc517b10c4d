package io.annals.es.aggregate;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregate class says of itself, read once and checked: its category, its events, and how
 * each is applied.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <A> the aggregate class
 */
public final class AggregateDefinition<A> {

    private final Class<A> aggregateClass;
    private final String category;
    private final Set<Class<?>> events;
    private final Map<Class<?>, Applier> appliers;
    private final @Nullable FirstState firstState;
    private final boolean mutates;

    private AggregateDefinition(
            Class<A> aggregateClass, String category, Set<Class<?>> events, Appliers appliers) {
        this.aggregateClass = aggregateClass;
        this.category = category;
        this.events = events;
        this.appliers = appliers.byEvent();
        this.firstState = appliers.firstState();
        this.mutates = appliers.byEvent().values().stream().anyMatch(Applier::mutates);
    }

    /**
     * Reads and checks an aggregate class.
     *
     * @throws DefinitionException if it is not annotated with {@link Aggregate} or names no events,
     *     if an event that {@code events} permits has no {@link Apply} and is not ignored, or has
     *     two, if an {@code @Apply} method has a wrong signature, if there is no way to make the
     *     first state, or if an event class has no or another's type name
     */
    public static <A> AggregateDefinition<A> of(Class<A> aggregateClass) {
        Aggregate annotation = aggregateClass.getAnnotation(Aggregate.class);
        if (annotation == null) {
            throw new DefinitionException(
                    "%s is no aggregate. Annotate it with @Aggregate(value = \"category\", events = …)"
                            .formatted(aggregateClass.getName()));
        }
        Set<Class<?>> events = permitted(aggregateClass, annotation);
        EventTypes.of(events);
        return new AggregateDefinition<>(
                aggregateClass,
                categoryOf(aggregateClass, annotation),
                Set.copyOf(events),
                Appliers.of(aggregateClass, events, Set.of(annotation.ignores())));
    }

    /** The category of the streams that are folded. */
    public String category() {
        return category;
    }

    /** The event classes that may be appended and are folded, the ignored ones among them. */
    public Set<Class<?>> events() {
        return events;
    }

    /** The class whose states are folded. */
    public Class<A> aggregateClass() {
        return aggregateClass;
    }

    /** The class name, for messages. */
    public String name() {
        return aggregateClass.getName();
    }

    /**
     * The state after one more event.
     *
     * @param state the state before it; null if no event has made one yet
     * @return null if the event is ignored, there was no state, and the class has no constructor
     *     for an empty one
     * @throws EventSourcingException if the event cannot be applied to this state
     */
    public @Nullable A apply(@Nullable A state, EventEnvelope<?> envelope) {
        return apply(state, envelope.event(), envelope);
    }

    /** The state after one more event, which is not stored yet. */
    @Nullable A apply(@Nullable A state, Object event) {
        return apply(state, event, event.getClass().getName());
    }

    private @Nullable A apply(@Nullable A state, Object event, Object described) {
        Class<?> eventClass = event.getClass();
        if (!events.contains(eventClass)) {
            throw failure(
                    described, "%s is not among its events".formatted(eventClass.getName()), null);
        }
        Applier applier = appliers.get(eventClass);
        try {
            Object before = state == null && firstState != null ? firstState.make() : state;
            Object after = applier == null ? before : applier.apply(before, event);
            return aggregateClass.cast(after);
        } catch (NotApplicable e) {
            throw failure(described, e.reason(), null);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw failure(
                    described,
                    "its @Apply method or constructor threw " + e.getClass().getName(),
                    e);
        }
    }

    /** Whether a method that returns nothing makes a state the next one by changing it. */
    boolean mutates() {
        return mutates;
    }

    /** What is known to be a state of this aggregate. */
    Versioned<A> cast(Versioned<?> state) {
        return new Versioned<>(state.id(), state.version(), aggregateClass.cast(state.state()));
    }

    private EventSourcingException failure(Object event, String reason, @Nullable Throwable cause) {
        return new EventSourcingException(
                "Could not apply %s to aggregate %s: %s".formatted(event, name(), reason), cause);
    }

    private static Set<Class<?>> permitted(Class<?> aggregateClass, Aggregate annotation) {
        Set<Class<?>> events = new LinkedHashSet<>();
        for (Class<?> type : annotation.events()) {
            events.addAll(EventTypes.permittedBy(type));
        }
        if (events.isEmpty()) {
            throw new DefinitionException(
                    "%s has no events. Name at least one type in 'events' of @Aggregate"
                            .formatted(aggregateClass.getName()));
        }
        return events;
    }

    private static String categoryOf(Class<?> aggregateClass, Aggregate annotation) {
        try {
            return StreamId.requireCategory(annotation.value());
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(
                    "%s: %s".formatted(aggregateClass.getName(), e.getMessage()));
        }
    }
}
