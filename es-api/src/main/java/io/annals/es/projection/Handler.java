package io.annals.es.projection;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.Metadata;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

/**
 * One {@link EventHandler} method, checked.
 *
 * @param method where it is
 * @param event what it takes: a closed type of events, or {@code Object} for all
 * @param replayable whether it is called for replayed events, too
 * @param handle from the projection and the envelope to nothing
 */
record Handler(Method method, Class<?> event, boolean replayable, MethodHandle handle) {

    private static final MethodHandle EVENT = accessor("event", Object.class);
    private static final MethodHandle METADATA = accessor("metadata", Metadata.class);
    private static final MethodHandle ENVELOPE = MethodHandles.identity(EventEnvelope.class);

    static Handler of(Method method, boolean replayable) {
        AnnotatedMethods.requireCallable(method, EventHandler.class);
        if (method.getParameterCount() == 0) {
            throw broken(method, "has no parameters. Expected the event as the first one");
        }
        Class<?> event = eventOf(method);
        return new Handler(method, event, replayable, handle(method, event));
    }

    void handle(Object projection, EventEnvelope<?> envelope) throws Throwable {
        handle.invokeExact(projection, envelope);
    }

    /** Refuses it where its exceptions would come out of an append, whose callers expect none. */
    void requireUnchecked() {
        Arrays.stream(method.getExceptionTypes())
                .filter(type -> !RuntimeException.class.isAssignableFrom(type))
                .filter(type -> !Error.class.isAssignableFrom(type))
                .findFirst()
                .ifPresent(
                        type -> {
                            throw broken(
                                    "declares %s, and is called within appends, which declare none. Throw an unchecked exception"
                                            .formatted(type.getName()));
                        });
    }

    /** For messages: the class, the method and what it takes. */
    String name() {
        return AnnotatedMethods.describe(method);
    }

    DefinitionException broken(String reason) {
        return broken(method, reason);
    }

    private static Class<?> eventOf(Method method) {
        Type first = method.getGenericParameterTypes()[0];
        return isEnvelope(first) ? enveloped(method, first) : plain(method, first);
    }

    private static MethodHandle handle(Method method, Class<?> event) {
        Type[] types = method.getGenericParameterTypes();
        MethodHandle[] parts = new MethodHandle[types.length];
        for (int i = 0; i < types.length; i++) {
            parts[i] = part(method, event, types[i], i == 0);
        }
        int[] order = new int[types.length + 1];
        Arrays.fill(order, 1, order.length, 1);
        MethodType target = MethodType.methodType(void.class, Object.class, EventEnvelope.class);
        MethodHandle parted = MethodHandles.filterArguments(onObjects(method, parts), 1, parts);
        return MethodHandles.permuteArguments(parted, target, order);
    }

    private static MethodHandle part(Method method, Class<?> event, Type type, boolean first) {
        if (isEnvelope(type)) {
            if (!enveloped(method, type).isAssignableFrom(event)) {
                throw broken(
                        method,
                        "takes %s, and %s of something else. Let both be of one type"
                                .formatted(event.getName(), type.getTypeName()));
            }
            return ENVELOPE;
        }
        if (first) {
            return EVENT;
        }
        if (type == Metadata.class) {
            return METADATA;
        }
        throw broken(
                method,
                "takes %s after the event. Expected EventEnvelope or Metadata there, or nothing"
                        .formatted(type.getTypeName()));
    }

    /** The method as a handle whose parameters are what the parts of an envelope are. */
    private static MethodHandle onObjects(Method method, MethodHandle[] parts) {
        MethodType type =
                MethodType.methodType(
                                void.class,
                                Arrays.stream(parts)
                                        .map(part -> part.type().returnType())
                                        .toArray(Class<?>[]::new))
                        .insertParameterTypes(0, Object.class);
        method.setAccessible(true);
        try {
            return MethodHandles.lookup().unreflect(method).asType(type);
        } catch (IllegalAccessException e) {
            throw broken(method, "cannot be accessed: " + e.getMessage());
        }
    }

    private static boolean isEnvelope(Type type) {
        return type == EventEnvelope.class
                || type instanceof ParameterizedType generic
                        && generic.getRawType() == EventEnvelope.class;
    }

    private static Class<?> enveloped(Method method, Type envelope) {
        return envelope instanceof ParameterizedType generic
                ? plain(method, generic.getActualTypeArguments()[0])
                : Object.class;
    }

    private static Class<?> plain(Method method, Type type) {
        Type bound =
                type instanceof WildcardType wildcard && wildcard.getLowerBounds().length == 0
                        ? wildcard.getUpperBounds()[0]
                        : type;
        if (bound instanceof Class<?> event && !event.isPrimitive() && !event.isArray()) {
            return event;
        }
        throw broken(
                method,
                "takes %s, which is no event class. Expected an event class, a sealed type over event classes, Object, or an EventEnvelope of these"
                        .formatted(type.getTypeName()));
    }

    private static MethodHandle accessor(String component, Class<?> type) {
        try {
            return MethodHandles.lookup()
                    .findVirtual(EventEnvelope.class, component, MethodType.methodType(type));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static DefinitionException broken(Method method, String reason) {
        return AnnotatedMethods.broken(method, EventHandler.class, reason);
    }
}
