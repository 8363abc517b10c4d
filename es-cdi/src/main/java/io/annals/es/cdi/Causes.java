package io.annals.es.cdi;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** Looks behind the wrappers that containers put around exceptions. */
final class Causes {

    private Causes() {}

    /** The first exception of a type: the one thrown, or else one of its causes. */
    static <E extends Throwable> Optional<E> first(Throwable thrown, Class<E> type) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
