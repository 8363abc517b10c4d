package io.annals.es.jpa;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The constraint that a failed statement has violated, as PostgreSQL sends its name beside the
 * message.
 *
 * <p>The driver tells it by its own classes alone, which the application need not see.
 */
final class ViolatedConstraint {

    private static final int MAX_CAUSES = 50;

    private ViolatedConstraint() {}

    /** Empty if it was none, or the driver does not tell. */
    static Optional<String> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .map(cause -> get(get(cause, "getServerErrorMessage"), "getConstraint"))
                .flatMap(name -> name instanceof String text ? Stream.of(text) : Stream.empty())
                .findFirst();
    }

    private static @Nullable Object get(@Nullable Object from, String getter) {
        try {
            return from == null ? null : from.getClass().getMethod(getter).invoke(from);
        } catch (ReflectiveOperationException e) {
            return null; // of another driver, or none of a driver's
        }
    }
}
