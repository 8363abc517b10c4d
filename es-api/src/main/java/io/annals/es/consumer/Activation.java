package io.annals.es.consumer;

import java.util.Arrays;
import java.util.Locale;

/** How a new version of a consumer takes the place of the active one. */
public enum Activation {

    /** Somebody calls {@link Consumers#activate}. */
    MANUAL,

    /**
     * It does so by itself, once: when it has come to where the journal ends, and has set nothing
     * aside. Not if it, or a later version, has been the active one before: somebody has gone back
     * then.
     */
    AUTO;

    /**
     * The one of a name as it is written in settings: {@code manual} or {@code auto}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static Activation of(String setting) {
        return Arrays.stream(values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(setting))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected manual or auto"));
    }
}
