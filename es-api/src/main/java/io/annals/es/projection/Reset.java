package io.annals.es.projection;

import io.annals.es.DefinitionException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * The {@link OnReset} method of a projection, checked.
 *
 * @param method where it is
 * @param call from the projection to nothing
 */
record Reset(Method method, MethodHandle call) {

    /**
     * That of a class, if it has one.
     *
     * @throws DefinitionException if it has two, or one that cannot be called
     */
    static Optional<Reset> of(Class<?> projectionClass) {
        List<Method> methods = AnnotatedMethods.of(projectionClass, OnReset.class);
        if (methods.size() > 1) {
            throw broken(
                    methods.get(0),
                    "is one of two, the other is %s. Keep one"
                            .formatted(AnnotatedMethods.describe(methods.get(1))));
        }
        return methods.stream().findFirst().map(Reset::of);
    }

    private static Reset of(Method method) {
        AnnotatedMethods.requireCallable(method, OnReset.class);
        if (method.getParameterCount() > 0) {
            throw broken(method, "has parameters. Expected none: it is about no event");
        }
        method.setAccessible(true);
        try {
            return new Reset(
                    method,
                    MethodHandles.lookup()
                            .unreflect(method)
                            .asType(MethodType.methodType(void.class, Object.class)));
        } catch (IllegalAccessException e) {
            throw broken(method, "cannot be accessed: " + e.getMessage());
        }
    }

    void call(Object projection) throws Throwable {
        call.invokeExact(projection);
    }

    private static DefinitionException broken(Method method, String reason) {
        return AnnotatedMethods.broken(method, OnReset.class, reason);
    }
}
