package io.annals.es.evolution;

import io.annals.es.EventRevision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An upcaster by a function.
 *
 * @param code where that function is written
 */
record DefinedUpcaster<T>(
        EventRevision from,
        Set<EventRevision> to,
        Optional<String> dropReason,
        Class<?> code,
        Function<T, List<Part<T>>> parts)
        implements Upcaster<T> {

    DefinedUpcaster {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(parts, "parts");
        to = Set.copyOf(to);
    }

    @Override
    public List<Part<T>> upcast(T payload) {
        return parts.apply(payload);
    }

    /** Names what it reads and makes, for logs and messages. */
    @Override
    public String toString() {
        return "%s -> %s".formatted(from, to);
    }
}
