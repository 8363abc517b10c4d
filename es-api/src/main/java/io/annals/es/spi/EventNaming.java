package io.annals.es.spi;

import io.annals.es.DefinitionException;
import io.annals.es.EventType;
import java.util.Optional;

/**
 * Gives type names to event classes that cannot carry {@link EventType}, because a tool generates
 * them. What such a class reads of former revisions it reads by rules of its own, without
 * upcasters.
 *
 * <p>Thread-safe. It is found by {@link java.util.ServiceLoader} with the class loader of this
 * interface, so its jar lies beside the one of es-api. The annotation of a class goes before it.
 */
public interface EventNaming {

    /**
     * The name and revision of a class, as an {@link EventType.Literal}: always the same.
     *
     * @return empty if it is of no kind that is known here
     * @throws DefinitionException if it is, but cannot be an event
     */
    Optional<EventType> typeOf(Class<?> eventClass);
}
