package io.annals.es.console;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A page of a list.
 *
 * @param more whether others follow
 */
record Part<T>(List<T> items, boolean more) {

    /** Reads one more than the page is to have, so that none is promised that would be empty. */
    static <T> Part<T> read(int limit, IntFunction<List<T>> reading) {
        List<T> read = reading.apply(limit + 1);
        boolean more = read.size() > limit;
        return new Part<>(more ? List.copyOf(read.subList(0, limit)) : read, more);
    }

    /** The last one, after which the next page begins, if there is one. */
    Optional<T> next() {
        return more ? Optional.of(items.get(items.size() - 1)) : Optional.empty();
    }
}
