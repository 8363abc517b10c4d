package io.annals.es.cdi.startup;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * A key of the configuration, from whose declaration it is read and docs/configuration.md is
 * written.
 *
 * @param otherwise the value where none is set; empty if there is none then
 * @param expected which values it may have
 * @param meaning what it is for
 * @param reading makes the value of a text; empty if that is malformed
 */
record Setting<T>(
        String key,
        String otherwise,
        String expected,
        String meaning,
        Function<String, Optional<T>> reading) {

    static Setting<Boolean> flag(String key, boolean otherwise, String meaning) {
        return new Setting<>(
                key,
                Boolean.toString(otherwise),
                "true or false",
                meaning,
                text ->
                        text.matches("true|false")
                                ? Optional.of(Boolean.parseBoolean(text))
                                : Optional.empty());
    }

    /** Two words, the second of which is true. */
    static Setting<Boolean> either(String key, String otherwise, String other, String meaning) {
        return new Setting<>(
                key,
                otherwise,
                "%s or %s".formatted(otherwise, other),
                meaning,
                text ->
                        text.equals(other) || text.equals(otherwise)
                                ? Optional.of(text.equals(other))
                                : Optional.empty());
    }

    /**
     * A whole number.
     *
     * @param unit what is counted
     */
    static Setting<Integer> number(
            String key, int otherwise, String unit, int least, int most, String meaning) {
        return new Setting<>(
                key,
                Integer.toString(otherwise),
                "a number of %s from %d to %d".formatted(unit, least, most),
                meaning,
                text -> number(text).filter(number -> number >= least && number <= most));
    }

    static Setting<Duration> duration(
            String key, String otherwise, Duration shortest, Duration longest, String meaning) {
        return new Setting<>(
                key,
                otherwise,
                "an ISO-8601 duration from %s to %s".formatted(shortest, longest),
                meaning,
                text ->
                        duration(text)
                                .filter(
                                        duration ->
                                                duration.compareTo(shortest) >= 0
                                                        && duration.compareTo(longest) <= 0));
    }

    /** A text of which something else makes a value. */
    static Setting<String> text(String key, String otherwise, String expected, String meaning) {
        return new Setting<>(key, otherwise, expected, meaning, Optional::of);
    }

    /** The last part of its key. */
    String name() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /**
     * The value that is set, or else the default.
     *
     * @param problems is told of a value that is malformed
     */
    T read(Config config, List<String> problems) {
        String text = config.getOptionalValue(key, String.class).orElse(otherwise).strip();
        return reading.apply(text)
                .orElseGet(
                        () -> {
                            problems.add("%s is '%s', expected %s".formatted(key, text, expected));
                            return reading.apply(otherwise).orElseThrow();
                        });
    }

    /** The environment's variable that sets a key. */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,8}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
