package io.annals.es.messaging;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.streams.operators.ProcessorBuilder;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.reactivestreams.Publisher;

/** Reads generic signatures. */
final class Types {

    private Types() {}

    /** Whether a type is a class or has it anywhere among its arguments. */
    static boolean mentions(Class<?> sought, Type type) {
        return raw(type) == sought
                || arguments(type).anyMatch(argument -> mentions(sought, argument));
    }

    /**
     * The first argument of a generic class where a type mentions it; {@code Object} where that is
     * left out.
     */
    static Optional<Type> argumentOf(Class<?> generic, Type type) {
        if (raw(type) == generic) {
            return Optional.of(arguments(type).findFirst().orElse(Object.class));
        }
        return arguments(type)
                .map(argument -> argumentOf(generic, argument))
                .flatMap(Optional::stream)
                .findFirst();
    }

    static boolean isPublisher(Type type) {
        return Stream.of(
                        Flow.Publisher.class,
                        Publisher.class,
                        PublisherBuilder.class,
                        ProcessorBuilder.class)
                .anyMatch(publisher -> publisher.isAssignableFrom(raw(type)));
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return raw(parameterized.getRawType());
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        return type instanceof TypeVariable<?> variable
                ? raw(variable.getBounds()[0])
                : Object.class;
    }

    private static Stream<Type> arguments(Type type) {
        return type instanceof ParameterizedType parameterized
                ? Arrays.stream(parameterized.getActualTypeArguments())
                : Stream.empty();
    }
}
