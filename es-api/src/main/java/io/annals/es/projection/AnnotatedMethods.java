package io.annals.es.projection;

import io.annals.es.DefinitionException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the methods of a class that have an annotation, and what a container could not call. */
final class AnnotatedMethods {

    private AnnotatedMethods() {}

    /**
     * Those of the class and of all that it inherits from, each as the class overrides it: an
     * override inherits the annotation.
     */
    static List<Method> of(Class<?> type, Class<? extends Annotation> annotation) {
        return hierarchy(type)
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(annotation))
                .filter(method -> !method.isBridge())
                .map(method -> asOverridden(type, method))
                .distinct()
                .toList();
    }

    /**
     * Refuses a method that a container cannot call, or that returns something.
     *
     * @throws DefinitionException if it is one
     */
    static void requireCallable(Method method, Class<? extends Annotation> annotation) {
        int modifiers = method.getModifiers();
        // A private or final method called on a container's proxy would run on the proxy itself.
        if (Modifier.isPrivate(modifiers)
                || Modifier.isStatic(modifiers)
                || Modifier.isFinal(modifiers)) {
            throw broken(
                    method,
                    annotation,
                    "is private, static or final, so a container cannot call it. Let it be none of these");
        }
        if (method.getReturnType() != void.class) {
            throw broken(
                    method,
                    annotation,
                    "returns %s. Expected void: it is done when it returns"
                            .formatted(method.getReturnType().getName()));
        }
    }

    static DefinitionException broken(
            Method method, Class<? extends Annotation> annotation, String reason) {
        return new DefinitionException(
                "The @%s method %s %s"
                        .formatted(annotation.getSimpleName(), describe(method), reason));
    }

    /** For messages: the class, the method and what it takes. */
    static String describe(Method method) {
        return "%s.%s(%s)"
                .formatted(
                        method.getDeclaringClass().getName(),
                        method.getName(),
                        Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(", ")));
    }

    private static Stream<Class<?>> hierarchy(Class<?> type) {
        return Stream.concat(
                classes(type),
                classes(type)
                        .flatMap(each -> Arrays.stream(each.getInterfaces()))
                        .flatMap(AnnotatedMethods::hierarchy));
    }

    private static Stream<Class<?>> classes(Class<?> type) {
        return Stream.iterate(type, Objects::nonNull, Class::getSuperclass);
    }

    private static Method asOverridden(Class<?> type, Method method) {
        return classes(type)
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(candidate -> overrides(candidate, method))
                .findFirst()
                .orElse(method);
    }

    private static boolean overrides(Method candidate, Method method) {
        int modifiers = method.getModifiers();
        boolean visible =
                Modifier.isPublic(modifiers)
                        || Modifier.isProtected(modifiers)
                        || !Modifier.isPrivate(modifiers)
                                && candidate
                                        .getDeclaringClass()
                                        .getPackage()
                                        .equals(method.getDeclaringClass().getPackage());
        return visible
                && !Modifier.isStatic(modifiers)
                && !Modifier.isPrivate(candidate.getModifiers())
                && candidate.getName().equals(method.getName())
                && Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes());
    }
}
