package io.annals.es.cdi.discovery;

import io.annals.es.DefinitionException;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.journal.EventTypes;
import jakarta.enterprise.inject.Vetoed;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The aggregates of this application, and the event types of all of them.
 *
 * <p>Thread-safe. It knows the injected aggregates from the beginning; a servlet container adds
 * those that are not injected anywhere.
 */
@Vetoed // AggregateDiscovery makes the bean
public final class KnownAggregates {

    private final Set<Class<?>> events = new LinkedHashSet<>();
    private volatile EventTypes types = EventTypes.of(Set.of());

    private KnownAggregates() {}

    /**
     * Checks aggregates and collects their event types.
     *
     * @throws DefinitionException if one is broken, or two of their event classes have one type
     *     name
     */
    static KnownAggregates of(Collection<? extends Class<?>> aggregates) {
        KnownAggregates known = new KnownAggregates();
        known.add(aggregates);
        return known;
    }

    /**
     * Adds aggregates; repeated ones count once.
     *
     * @throws DefinitionException if one is broken, or two event classes have one type name
     */
    public synchronized void add(Collection<? extends Class<?>> aggregates) {
        Set<Class<?>> all = new LinkedHashSet<>(events);
        aggregates.forEach(aggregate -> all.addAll(AggregateDefinition.of(aggregate).events()));
        types = EventTypes.of(all);
        events.addAll(all);
    }

    /** The event types of all aggregates known so far. */
    public EventTypes eventTypes() {
        return types;
    }
}
