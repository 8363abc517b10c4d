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
 * <p>Immutable. A key is 1 to 100 characters. A value has at most 8,192 bytes, and all keys and
 * values have at most 65,536 together, as UTF-8: so they fit into the columns of every database,
 * whatever {@linkplain #encode() encoding} adds. An unpaired surrogate in a value is stored as
 * {@code ?}; in a key it is refused, since two keys could become one. These limits are for what is
 * appended: what was stored under others stays readable.
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
    private static final int MAX_VALUE_BYTES = 8_192;
    private static final int MAX_BYTES = 65_536;
    private static final Metadata EMPTY = new Metadata(Map.of());

    /**
     * Copies and checks the entries.
     *
     * @throws IllegalArgumentException if a key or a value is too long, a key is empty or has an
     *     unpaired surrogate, or they are too long together; the message names the key and never
     *     holds the value
     */
    public Metadata {
        TreeMap<String, String> copy = new TreeMap<>(entries);
        if (!(entries instanceof AsStored)) {
            requireWithinLimits(copy);
        }
        entries = Collections.unmodifiableMap(copy);
    }

    /**
     * Entries that somebody has stored, whatever the limits were then: for those who read them from
     * elsewhere than a storage, which {@linkplain #decode decodes} them. They cannot be appended
     * where they are beyond the limits of today.
     */
    public static Metadata ofStored(Map<String, String> entries) {
        return new Metadata(new AsStored(entries));
    }

    /**
     * Makes sure that these may be appended.
     *
     * @throws IllegalArgumentException as the constructor
     */
    void requireWithinLimits() {
        requireWithinLimits(entries);
    }

    /**
     * Metadata of events that another event leads to: its id as causation, and its correlation id;
     * where it has none, its own id stands for that, so that all consequences share it.
     *
     * <p>What is appended on the thread that handles an event gets these by itself. This is for
     * work that goes on elsewhere.
     */
    public static Metadata causedBy(EventEnvelope<?> cause) {
        String id = cause.eventId().toString();
        return new Metadata(
                Map.of(
                        CAUSATION_ID,
                        id,
                        CORRELATION_ID,
                        cause.metadata()
                                .get(CORRELATION_ID)
                                .filter(text -> bytes(text) <= MAX_VALUE_BYTES)
                                .orElse(id)));
    }

    /** No entries. */
    public static Metadata empty() {
        return EMPTY;
    }

    /**
     * A copy with one more entry, or another value for it.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public Metadata with(String key, String value) {
        TreeMap<String, String> copy = new TreeMap<>(entries);
        copy.put(key, value);
        return new Metadata(copy);
    }

    /** These, and those entries of others that these do not have. */
    public Metadata orElse(Metadata others) {
        if (others.entries.isEmpty()) {
            return this;
        }
        if (entries.isEmpty()) {
            return others;
        }
        TreeMap<String, String> all = new TreeMap<>(others.entries);
        all.putAll(entries);
        return new Metadata(all);
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
     * Reads what {@link #encode()} wrote, also where it is beyond the limits of today.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static Metadata decode(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        AsStored entries = new AsStored(Map.of());
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

    private static void requireWithinLimits(Map<String, String> entries) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            bytes += check(entry.getKey(), entry.getValue());
        }
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "The metadata entries %s have %d bytes together. Expected at most %d"
                            .formatted(entries.keySet(), bytes, MAX_BYTES));
        }
    }

    private static int check(String key, String value) {
        Objects.requireNonNull(value, () -> "value of metadata entry " + key);
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "Not a metadata key: it has %d characters. Expected 1 to %d"
                            .formatted(key.length(), MAX_KEY_LENGTH));
        }
        if (key.codePoints().anyMatch(Metadata::isUnpaired)) {
            throw new IllegalArgumentException(
                    "Not a metadata key: one of its %d characters is an unpaired surrogate"
                            .formatted(key.length()));
        }
        int bytes = bytes(value);
        if (bytes > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "The value of metadata entry '%s' has %d bytes. Expected at most %d"
                            .formatted(key, bytes, MAX_VALUE_BYTES));
        }
        return bytes(key) + bytes;
    }

    private static boolean isUnpaired(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private static String decodePart(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // without it as the cause, as it quotes the text
            throw new IllegalArgumentException(
                    "Not encoded metadata: a '%' is not followed by two hexadecimal digits");
        }
    }

    /** Marks what the limits are not for. */
    private static final class AsStored extends TreeMap<String, String> {

        private static final long serialVersionUID = 1L;

        AsStored(Map<String, String> entries) {
            super(entries);
        }
    }
}
