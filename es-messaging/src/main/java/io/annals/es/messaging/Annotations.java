package io.annals.es.messaging;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds annotations on a method or class, also those that come with a stereotype or another
 * interceptor binding.
 */
final class Annotations {

    private Annotations() {}

    /** The annotation on the first of the elements that has it. */
    static <A extends Annotation> Optional<A> find(Class<A> type, AnnotatedElement... elements) {
        return all(elements).filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * Whether an element has an annotation of this name, simple or qualified: for those of APIs
     * that a server need not have.
     */
    static boolean named(String name, AnnotatedElement... elements) {
        return all(elements)
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getName().equals(name) || type.getSimpleName().equals(name));
    }

    private static Stream<Annotation> all(AnnotatedElement... elements) {
        Set<Class<?>> seen = new HashSet<>();
        return Arrays.stream(elements).flatMap(element -> all(element, seen));
    }

    private static Stream<Annotation> all(AnnotatedElement element, Set<Class<?>> seen) {
        return Arrays.stream(element.getAnnotations())
                .filter(annotation -> seen.add(annotation.annotationType()))
                .flatMap(
                        annotation ->
                                Stream.concat(
                                        Stream.of(annotation),
                                        all(annotation.annotationType(), seen)));
    }
}
