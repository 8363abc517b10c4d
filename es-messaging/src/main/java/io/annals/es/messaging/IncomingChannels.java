package io.annals.es.messaging;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What a method reads, by its annotations {@code @Incoming}.
 *
 * <p>The type that holds repeated ones is known by its name alone: Open Liberty hides it from the
 * API, which names it, so that the JDK's own look-up fails even where nothing is repeated.
 */
final class IncomingChannels {

    /** Of SmallRye's API, which servers use instead of MicroProfile's. */
    static final String REPEATED = "io.smallrye.reactive.messaging.annotations.Incomings";

    private IncomingChannels() {}

    static List<String> of(Method method) {
        return Arrays.stream(method.getAnnotations())
                .flatMap(IncomingChannels::incoming)
                .map(Incoming::value)
                .toList();
    }

    private static Stream<Incoming> incoming(Annotation annotation) {
        if (annotation instanceof Incoming one) {
            return Stream.of(one);
        }
        return annotation.annotationType().getName().equals(REPEATED)
                ? Stream.of(held(annotation))
                : Stream.empty();
    }

    private static Incoming[] held(Annotation repeated) {
        try {
            return (Incoming[]) repeated.annotationType().getMethod("value").invoke(repeated);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Could not read %s: expected it to hold @Incoming".formatted(repeated), e);
        }
    }
}
