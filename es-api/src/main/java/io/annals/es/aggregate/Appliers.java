package io.annals.es.aggregate;

import io.annals.es.DefinitionException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code @Apply} methods of an aggregate class by event class, found and checked.
 *
 * @param byEvent one for each event that is not ignored
 * @param firstState the constructor without parameters of a class that has one and no static
 *     {@code @Apply}
 */
record Appliers(Map<Class<?>, Applier> byEvent, @Nullable FirstState firstState) {

    static Appliers of(Class<?> aggregateClass, Set<Class<?>> events, Set<Class<?>> ignored) {
        Map<Class<?>, Method> methods = new LinkedHashMap<>();
        applyMethods(aggregateClass)
                .forEach(
                        method -> {
                            Class<?> event = eventOf(aggregateClass, method, events);
                            if (ignored.contains(event)) {
                                throw broken(
                                        method,
                                        "applies %s, which 'ignores' lists. Remove one of the two"
                                                .formatted(event.getName()));
                            }
                            Method other = methods.put(event, method);
                            if (other != null) {
                                throw broken(
                                        method,
                                        "applies %s, and so does %s. Keep one"
                                                .formatted(event.getName(), describe(other)));
                            }
                        });
        requireComplete(aggregateClass, events, ignored, methods.keySet());
        Map<Class<?>, Applier> appliers =
                methods.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, entry -> applier(entry.getValue())));
        return new Appliers(appliers, firstState(aggregateClass, appliers));
    }

    /** Those of the class and its superclasses, less the ones that a subclass overrides. */
    private static List<Method> applyMethods(Class<?> aggregateClass) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type = aggregateClass; type != null; type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Apply.class) && !method.isBridge())
                    .filter(method -> found.stream().noneMatch(sub -> overrides(sub, method)))
                    .toList()
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean overrides(Method sub, Method method) {
        return sub.getDeclaringClass() != method.getDeclaringClass()
                && sub.getName().equals(method.getName())
                && Arrays.equals(sub.getParameterTypes(), method.getParameterTypes())
                && !Modifier.isPrivate(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers());
    }

    private static Class<?> eventOf(Class<?> aggregateClass, Method method, Set<Class<?>> events) {
        if (method.getParameterCount() != 1) {
            throw broken(
                    method,
                    "has %d parameters. Expected one, the event"
                            .formatted(method.getParameterCount()));
        }
        Class<?> event = method.getParameterTypes()[0];
        if (!events.contains(event)) {
            throw broken(
                    method,
                    "applies %s, which is not an event class that 'events' permits. Permitted are %s"
                            .formatted(event.getName(), names(events)));
        }
        boolean returnsState = aggregateClass.isAssignableFrom(method.getReturnType());
        boolean mutates =
                method.getReturnType() == void.class
                        && !Modifier.isStatic(method.getModifiers())
                        && !aggregateClass.isRecord();
        if (!returnsState && !mutates) {
            throw broken(
                    method,
                    "returns %s. Expected %s, or void in a mutable class"
                            .formatted(method.getReturnType().getName(), aggregateClass.getName()));
        }
        return event;
    }

    private static void requireComplete(
            Class<?> aggregateClass,
            Set<Class<?>> events,
            Set<Class<?>> ignored,
            Set<Class<?>> applied) {
        Set<Class<?>> missing =
                events.stream()
                        .filter(event -> !applied.contains(event) && !ignored.contains(event))
                        .collect(Collectors.toSet());
        if (!missing.isEmpty()) {
            throw new DefinitionException(
                    "%s has no @Apply method for %s. Add one, or list the class in 'ignores'"
                            .formatted(aggregateClass.getName(), names(missing)));
        }
        Set<Class<?>> strangers =
                ignored.stream()
                        .filter(event -> !events.contains(event))
                        .collect(Collectors.toSet());
        if (!strangers.isEmpty()) {
            throw new DefinitionException(
                    "%s ignores %s, which 'events' does not permit. Remove it from 'ignores'"
                            .formatted(aggregateClass.getName(), names(strangers)));
        }
    }

    private static Applier applier(Method method) {
        method.setAccessible(true);
        try {
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            if (Modifier.isStatic(method.getModifiers())) {
                MethodHandle fromEvent =
                        handle.asType(MethodType.methodType(Object.class, Object.class));
                return new Applier(
                        MethodHandles.dropArguments(fromEvent, 0, Object.class), true, false);
            }
            if (method.getReturnType() == void.class) {
                MethodHandle mutation =
                        handle.asType(
                                MethodType.methodType(void.class, Object.class, Object.class));
                return new Applier(
                        MethodHandles.foldArguments(
                                MethodHandles.dropArguments(
                                        MethodHandles.identity(Object.class), 1, Object.class),
                                mutation),
                        false,
                        true);
            }
            return new Applier(
                    handle.asType(MethodType.methodType(Object.class, Object.class, Object.class)),
                    false,
                    false);
        } catch (IllegalAccessException e) {
            throw broken(method, "cannot be accessed: " + e.getMessage());
        }
    }

    private static @Nullable FirstState firstState(
            Class<?> aggregateClass, Map<Class<?>, Applier> appliers) {
        if (appliers.values().stream().anyMatch(Applier::makesFirstState)) {
            return null;
        }
        try {
            Constructor<?> constructor = aggregateClass.getDeclaredConstructor();
            if (Modifier.isAbstract(aggregateClass.getModifiers())) {
                throw new NoSuchMethodException("abstract");
            }
            constructor.setAccessible(true);
            return constructor::newInstance;
        } catch (NoSuchMethodException e) {
            throw new DefinitionException(
                    "%s has no way to make the first state. Make the @Apply method of the first event static, or add a constructor without parameters"
                            .formatted(aggregateClass.getName()));
        }
    }

    private static DefinitionException broken(Method method, String reason) {
        return new DefinitionException(
                "The @Apply method %s %s".formatted(describe(method), reason));
    }

    private static String describe(Method method) {
        return "%s.%s(%s)"
                .formatted(
                        method.getDeclaringClass().getName(),
                        method.getName(),
                        Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(", ")));
    }

    private static String names(Set<Class<?>> classes) {
        return classes.stream().map(Class::getName).sorted().collect(Collectors.joining(", "));
    }
}
