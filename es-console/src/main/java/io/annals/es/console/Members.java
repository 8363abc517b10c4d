package io.annals.es.console;

import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What an order says: texts and whole numbers, each by its name and once. */
record Members(Map<String, Value> all) {

    private static final int LONGEST = 255;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /** As it is written: to a parser's numbers 1e0 would be 1. */
    record Value(Event kind, String text) {}

    /** Reads the members of an object that has just begun, up to its end. */
    static Members read(JsonParser parser) {
        Map<String, Value> all = new LinkedHashMap<>();
        while (parser.next() == Event.KEY_NAME) {
            String name = parser.getString();
            Event kind = parser.next();
            if (kind != Event.VALUE_STRING && kind != Event.VALUE_NUMBER) {
                throw bad(name, "a text or a number");
            }
            if (all.put(name, new Value(kind, parser.getString())) != null) {
                throw new RefusedException(
                        400,
                        "The member '%s' is there twice: expected once. Leave out one"
                                .formatted(shown(name)));
            }
        }
        return new Members(all);
    }

    boolean has(String name) {
        return all.containsKey(name);
    }

    /** A text that is not empty. */
    String text(String name) {
        Value value = all.get(name);
        if (value != null
                && value.kind == Event.VALUE_STRING
                && !value.text.isEmpty()
                && value.text.length() <= LONGEST) {
            return value.text;
        }
        throw bad(name, "1 to %d characters".formatted(LONGEST));
    }

    long number(String name) {
        Value value = all.get(name);
        if (value != null
                && value.kind == Event.VALUE_NUMBER
                && DIGITS.matcher(value.text).matches()) {
            return Long.parseLong(value.text);
        }
        throw bad(name, "a whole number of at most 18 digits");
    }

    /**
     * Refuses what would be left out of account.
     *
     * @param names what is expected besides {@code action} and {@code consumer}
     */
    void requireOnly(String... names) {
        List<String> expected = new ArrayList<>(List.of("action", "consumer"));
        expected.addAll(List.of(names));
        for (String name : all.keySet()) {
            if (!expected.contains(name)) {
                throw new RefusedException(
                        400,
                        "The member '%s' does not belong here: expected only %s. Leave it out"
                                .formatted(shown(name), String.join(", ", expected)));
            }
        }
    }

    private static RefusedException bad(String name, String expected) {
        return new RefusedException(
                400, "Not a value for '%s': expected %s".formatted(shown(name), expected));
    }

    private static String shown(String name) {
        String printable = Actions.printable(name);
        return printable.length() > 50 ? printable.substring(0, 50) + "…" : printable;
    }
}
