package io.annals.es.projection;

import io.annals.es.DefinitionException;
import io.annals.es.journal.EventTypes;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@link EventHandler} methods of a class by what they handle, found and checked.
 *
 * @param byEvent one for each event class that a method's type permits
 * @param others the one for all other events, if there is one
 */
record Handlers(Map<Class<?>, Handler> byEvent, @Nullable Handler others) {

    static Handlers of(Class<?> projectionClass) {
        Map<Class<?>, Handler> byType = new LinkedHashMap<>();
        List<Method> methods = AnnotatedMethods.of(projectionClass, EventHandler.class);
        List<Method> live = AnnotatedMethods.of(projectionClass, DisallowReplay.class);
        requireHandlers(live, methods);
        for (Method method : methods) {
            Handler handler = Handler.of(method, !live.contains(method));
            Handler other = byType.put(handler.event(), handler);
            if (other != null) {
                throw handler.broken(
                        "takes %s, and so does %s. Keep one"
                                .formatted(handler.event().getName(), other.name()));
            }
        }
        if (byType.isEmpty()) {
            throw new DefinitionException(
                    "The projection %s has no @EventHandler method, so it would follow nothing. Add one, or remove @Projection"
                            .formatted(projectionClass.getName()));
        }
        Handler others = byType.remove(Object.class);
        Map<Class<?>, Handler> byEvent = new LinkedHashMap<>();
        permitted(byType.values())
                .forEach(event -> byEvent.put(event, mostSpecific(event, byType.values())));
        EventTypes.of(byEvent.keySet());
        return new Handlers(Map.copyOf(byEvent), others);
    }

    Stream<Handler> all() {
        return Stream.concat(byEvent.values().stream(), Stream.ofNullable(others)).distinct();
    }

    @Nullable Handler of(Object event) {
        return byEvent.getOrDefault(event.getClass(), others);
    }

    private static void requireHandlers(List<Method> live, List<Method> handlers) {
        live.stream()
                .filter(method -> !handlers.contains(method))
                .findFirst()
                .ifPresent(
                        method -> {
                            throw AnnotatedMethods.broken(
                                    method,
                                    DisallowReplay.class,
                                    "is no handler, so no event would come to it. Add @EventHandler");
                        });
    }

    private static Set<Class<?>> permitted(Collection<Handler> handlers) {
        Set<Class<?>> events = new LinkedHashSet<>();
        for (Handler handler : handlers) {
            try {
                Set<Class<?>> own = EventTypes.permittedBy(handler.event());
                EventTypes.of(own);
                events.addAll(own);
            } catch (DefinitionException e) {
                throw handler.broken("cannot be served. " + e.getMessage());
            }
        }
        return events;
    }

    private static Handler mostSpecific(Class<?> event, Collection<Handler> handlers) {
        List<Handler> candidates =
                handlers.stream()
                        .filter(handler -> handler.event().isAssignableFrom(event))
                        .toList();
        List<Handler> specific =
                candidates.stream()
                        .filter(
                                handler ->
                                        candidates.stream()
                                                .noneMatch(other -> isNarrower(other, handler)))
                        .toList();
        if (specific.size() > 1) {
            throw specific.get(0)
                    .broken(
                            "takes %s, and so does %s, and neither type is a part of the other. Add a handler for %s itself"
                                    .formatted(
                                            event.getName(),
                                            specific.get(1).name(),
                                            event.getSimpleName()));
        }
        return specific.get(0);
    }

    private static boolean isNarrower(Handler other, Handler handler) {
        return other.event() != handler.event() && handler.event().isAssignableFrom(other.event());
    }
}
