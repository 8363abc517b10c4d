package io.annals.es.console;

import io.annals.es.EventFilter;
import io.annals.es.StreamId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The parameters of a request's query; each may come once.
 *
 * @param values as the servlet container has decoded them
 */
record Parameters(Map<String, String[]> values) {

    private static final int LONGEST = 1_000;
    private static final int MOST = 100;
    private static final int USUAL = 50;
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** A text that is not empty. */
    Optional<String> text(String name) {
        String[] all = values.getOrDefault(name, new String[0]);
        if (all.length > 1 || all.length == 1 && all[0].length() > LONGEST) {
            throw bad(name, "one value of at most %d characters".formatted(LONGEST));
        }
        return all.length == 0 || all[0].isEmpty() ? Optional.empty() : Optional.of(all[0]);
    }

    String required(String name) {
        return text(name).orElseThrow(() -> bad(name, "a value"));
    }

    /** Of parameters that say the same in different ways only one can be meant. */
    void atMostOneOf(String... names) {
        List<String> sent = Arrays.stream(names).filter(name -> text(name).isPresent()).toList();
        if (sent.size() > 1) {
            throw new RefusedException(
                    400,
                    "The parameters '%s' exclude each other: expected at most one of them. Send the one that is meant"
                            .formatted(String.join("' and '", sent)));
        }
    }

    /** A position or version, by which a page before or after it is asked for. */
    OptionalLong position(String name) {
        return text(name).stream()
                .mapToLong(
                        value -> {
                            if (!POSITION.matcher(value).matches()) {
                                throw bad(name, "a whole number of at most 18 digits");
                            }
                            return Long.parseLong(value);
                        })
                .findFirst();
    }

    /** How many a page is to have. */
    int limit() {
        OptionalLong wanted = position("limit");
        if (wanted.isPresent() && (wanted.getAsLong() < 1 || wanted.getAsLong() > MOST)) {
            throw bad("limit", "a number from 1 to %d".formatted(MOST));
        }
        return wanted.isPresent() ? Math.toIntExact(wanted.getAsLong()) : USUAL;
    }

    Optional<UUID> eventId(String name) {
        return text(name)
                .map(
                        value -> {
                            if (!ID.matcher(value).matches()) {
                                throw bad(name, "an event id, a UUID");
                            }
                            return UUID.fromString(value);
                        });
    }

    Optional<Instant> instant(String name) {
        return text(name)
                .map(
                        value -> {
                            try {
                                return Instant.parse(value);
                            } catch (DateTimeException e) {
                                throw bad(name, "an instant in UTC, as in 2026-01-31T12:00:00Z");
                            }
                        });
    }

    StreamId stream() {
        try {
            return new StreamId(required("category"), required("id"));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, String.valueOf(e.getMessage()));
        }
    }

    /** Which events, by category and type. */
    EventFilter filter() {
        return new EventFilter(word("category"), word("type"));
    }

    private Set<String> word(String name) {
        return text(name)
                .map(
                        value -> {
                            if (!TYPE.matcher(value).matches()) {
                                throw bad(name, "1 to 100 characters of A-Z a-z 0-9 . _ -");
                            }
                            return Set.of(value);
                        })
                .orElse(Set.of());
    }

    private static RefusedException bad(String name, String expected) {
        return new RefusedException(
                400, "Not a value for the parameter '%s': expected %s".formatted(name, expected));
    }
}
