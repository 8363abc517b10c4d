package io.annals.es;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is known of an event besides the fact itself: who and what caused it, and free entries.
 *
 * <p>Immutable. A key is 1 to 100 characters, a value at most 8,192.
 *
 * @param entries all entries, the well-known ones among them, ordered by key
 */
public record Metadata(Map<String, String> entries) {

    /** Key of the id that everything done for one request shares. */
    public static final String CORRELATION_ID = "correlation-id";

    /** Key of the id of the event or command that led to this event. */
    public static final String CAUSATION_ID = "causation-id";

    /** Key of the user in whose name the event was appended. */
    public static final String USER = "user";

    /** Key of the W3C trace context of the appending span. */
    public static final String TRACEPARENT = "traceparent";

    private static final int MAX_KEY_LENGTH = 100;
    private static final int MAX_VALUE_LENGTH = 8_192;
    private static final Metadata EMPTY = new Metadata(Map.of());

    /**
     * Copies and checks the entries.
     *
     * @throws IllegalArgumentException if a key or a value is too long or a key is empty
     */
    public Metadata {
        TreeMap<String, String> copy = new TreeMap<>(entries);
        copy.forEach(Metadata::check);
        entries = Collections.unmodifiableMap(copy);
    }

    /** No entries. */
    public static Metadata empty() {
        return EMPTY;
    }

    /**
     * A copy with one more entry, or another value for it.
     *
     * @throws IllegalArgumentException if the key or the value is too long or the key is empty
     */
    public Metadata with(String key, String value) {
        TreeMap<String, String> copy = new TreeMap<>(entries);
        copy.put(key, value);
        return new Metadata(copy);
    }

    /** The value of an entry. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /**
     * One line of text for storages: {@code key=value&key=value}, percent-encoded UTF-8, ordered by
     * key; the empty string if there are no entries.
     */
    public String encode() {
        return entries.isEmpty()
                ? ""
                : entries.entrySet().stream()
                        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static Metadata decode(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        TreeMap<String, String> entries = new TreeMap<>();
        for (String entry : text.split("&", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "Not encoded metadata: entry %d of the text has no '='"
                                .formatted(entries.size() + 1));
            }
            entries.put(
                    decodePart(entry.substring(0, equals)),
                    decodePart(entry.substring(equals + 1)));
        }
        return new Metadata(entries);
    }

    private static void check(String key, String value) {
        Objects.requireNonNull(value, () -> "value of metadata entry " + key);
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "Not a metadata key: it has %d characters. Expected 1 to %d"
                            .formatted(key.length(), MAX_KEY_LENGTH));
        }
        if (value.length() > MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException(
                    "The value of metadata entry '%s' has %d characters. Expected at most %d"
                            .formatted(key, value.length(), MAX_VALUE_LENGTH));
        }
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private static String decodePart(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
