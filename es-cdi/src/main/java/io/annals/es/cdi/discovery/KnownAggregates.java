package io.annals.es.cdi.discovery;

import io.annals.es.DefinitionException;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.journal.EventTypes;
import jakarta.enterprise.inject.Vetoed;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The aggregates of this application, and the event types of all of them.
 *
 * <p>Thread-safe. It knows the aggregates that beans inject from the beginning; a servlet container
 * adds all others, and projections the event types that no aggregate has.
 */
@Vetoed // AggregateDiscovery makes the bean
public final class KnownAggregates {

    private volatile Map<Class<?>, AggregateDefinition<?>> definitions = Map.of();
    private volatile EventTypes types = EventTypes.of(Set.of());
    private Set<Class<?>> others = Set.of();

    private KnownAggregates() {}

    /**
     * Checks aggregates.
     *
     * @throws DefinitionException if one is broken, or two event classes have one type name
     */
    static KnownAggregates of(Collection<? extends Class<?>> aggregates) {
        KnownAggregates known = new KnownAggregates();
        known.add(aggregates);
        return known;
    }

    /**
     * Adds aggregates; repeated ones count once.
     *
     * @throws DefinitionException if one is broken, or two event classes have one type name; then
     *     none is added
     */
    public synchronized void add(Collection<? extends Class<?>> aggregates) {
        Map<Class<?>, AggregateDefinition<?>> all = new HashMap<>(definitions);
        aggregates.forEach(aggregate -> all.computeIfAbsent(aggregate, AggregateDefinition::of));
        types = typesOf(all.values(), others);
        definitions = Map.copyOf(all);
    }

    /**
     * Adds event classes that need not be those of any aggregate.
     *
     * @throws DefinitionException if two event classes have one type name; then none is added
     */
    public synchronized void addEvents(Set<Class<?>> events) {
        types = typesOf(definitions.values(), events);
        others = Set.copyOf(events);
    }

    /** The aggregates known so far. */
    public Collection<AggregateDefinition<?>> definitions() {
        return definitions.values();
    }

    /** The event types known so far. */
    public EventTypes eventTypes() {
        return types;
    }

    /**
     * The definition of an aggregate, which is known from now on.
     *
     * @throws DefinitionException as {@link #add(Collection)} does
     */
    @SuppressWarnings("unchecked") // a class is mapped to its own definition
    <A> AggregateDefinition<A> definition(Class<A> aggregate) {
        if (!definitions.containsKey(aggregate)) {
            add(Set.of(aggregate));
        }
        return (AggregateDefinition<A>) Objects.requireNonNull(definitions.get(aggregate));
    }

    private static EventTypes typesOf(
            Collection<AggregateDefinition<?>> definitions, Set<Class<?>> others) {
        return EventTypes.of(
                Stream.concat(
                                definitions.stream()
                                        .flatMap(definition -> definition.events().stream()),
                                others.stream())
                        .toList());
    }
}
