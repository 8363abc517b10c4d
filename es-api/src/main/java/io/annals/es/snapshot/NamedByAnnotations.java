package io.annals.es.snapshot;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The classes that the annotations of a class and of its members name: where a serialiser finds
 * subtypes, adapters and the like.
 */
final class NamedByAnnotations {

    private final Set<Class<?>> found = new HashSet<>();

    private NamedByAnnotations() {}

    static Set<Class<?>> of(Class<?> type) {
        NamedByAnnotations named = new NamedByAnnotations();
        named.addFrom(type);
        Arrays.stream(type.getDeclaredFields()).forEach(named::addFrom);
        Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::<Executable>stream)
                .forEach(
                        member -> {
                            named.addFrom(member);
                            Arrays.stream(member.getParameters()).forEach(named::addFrom);
                        });
        return named.found;
    }

    private void addFrom(AnnotatedElement element) {
        Arrays.stream(element.getDeclaredAnnotations()).forEach(this::add);
    }

    private void add(Object value) {
        if (value instanceof Class<?> named) {
            found.add(named);
        } else if (value instanceof Object[] several) {
            Arrays.stream(several).forEach(this::add);
        } else if (value instanceof Annotation annotation) {
            for (Method attribute : annotation.annotationType().getDeclaredMethods()) {
                if (attribute.getParameterCount() == 0 && attribute.trySetAccessible()) {
                    add(valueOf(attribute, annotation));
                }
            }
        }
    }

    private static Object valueOf(Method attribute, Annotation annotation) {
        try {
            return attribute.invoke(annotation);
        } catch (ReflectiveOperationException e) { // as where the class is not there
            return e;
        }
    }
}
