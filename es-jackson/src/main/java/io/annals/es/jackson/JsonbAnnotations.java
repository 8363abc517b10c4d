package io.annals.es.jackson;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds annotations of JSON-B, by their names: JSON-B need not be there. Where it is not, the JVM
 * leaves its annotations out, and none are found.
 */
final class JsonbAnnotations {

    private static final String JSONB = "jakarta.json.bind.annotation.";
    private static final String REMEDY =
            "Jackson does not know it. Use an annotation of Jackson's in its place, or the module es-jsonb for all events";

    private JsonbAnnotations() {}

    /**
     * Looks at a class with its members, package, superclasses and interfaces.
     *
     * @throws RefusedClassException if one of them has an annotation of JSON-B
     */
    static void refuse(@Nullable Class<?> type) {
        if (type == null || type.isPrimitive() || type.getName().startsWith("java.")) {
            return;
        }
        refuse(type, type);
        Optional.ofNullable(type.getPackage()).ifPresent(place -> refuse(place, place));
        Stream.of(type.getDeclaredFields()).forEach(field -> refuse(field, field));
        Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Stream::<Executable>of)
                .forEach(JsonbAnnotations::refuseAnyOf);
        refuse(type.getSuperclass());
        List.of(type.getInterfaces()).forEach(JsonbAnnotations::refuse);
    }

    private static void refuseAnyOf(Executable member) {
        refuse(member, member);
        Stream.of(member.getParameters()).forEach(parameter -> refuse(parameter, member));
    }

    private static void refuse(AnnotatedElement element, Object place) {
        for (Annotation annotation : element.getAnnotations()) {
            if (isOfJsonb(annotation)
                    || Stream.of(annotation.annotationType().getAnnotations())
                            .anyMatch(JsonbAnnotations::isOfJsonb)) {
                throw new RefusedClassException(
                        "@%s at %s: %s"
                                .formatted(annotation.annotationType().getName(), place, REMEDY));
            }
        }
    }

    private static boolean isOfJsonb(Annotation annotation) {
        return annotation.annotationType().getName().startsWith(JSONB);
    }
}
