package io.annals.es.consumer;

import java.util.Arrays;
import java.util.Locale;

/** What a consumer does about an event that its handler cannot handle. Nothing is ever skipped. */
public enum OnError {

    /** It stops there, and delivers the event again after a restart. */
    STOP,

    /**
     * It delivers the event again and again: after a second, then after twice as long each time, up
     * to a minute. Nothing behind it is handled meanwhile.
     */
    RETRY,

    /**
     * It sets the event aside, and with it what comes later in the same stream; other streams go
     * on. Somebody has to decide on it.
     */
    DEAD_LETTER;

    /**
     * The one of a name as it is written in settings: {@code stop}, {@code retry} or {@code
     * dead-letter}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static OnError of(String setting) {
        return Arrays.stream(values())
                .filter(value -> value.setting().equals(setting))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Expected stop, retry or dead-letter"));
    }

    private String setting() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
