package io.annals.bench.numbers;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param rounds how many, without the first one, which only warms up
 * @param round how long one takes
 * @param events how many are stored, in all rounds, before they get their positions
 */
record Options(Kind kind, int rounds, Duration round, int events, int threads) {

    private static final List<String> KNOWN =
            List.of("--db", "--rounds", "--seconds", "--events", "--threads");

    static Options parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (i + 1 == arguments.size() || !KNOWN.contains(arguments.get(i))) {
                throw new IllegalArgumentException(
                        "Not an option with a value: '%s'. Known are %s"
                                .formatted(arguments.get(i), KNOWN));
            }
            given.put(arguments.get(i), arguments.get(i + 1));
        }
        return new Options(
                Kind.named(given.getOrDefault("--db", "postgresql")),
                number(given, "--rounds", 5),
                Duration.ofSeconds(number(given, "--seconds", 5)),
                number(given, "--events", 100_000),
                number(given, "--threads", 8));
    }

    private static int number(Map<String, String> given, String option, int otherwise) {
        String value = given.getOrDefault(option, String.valueOf(otherwise));
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "Not a positive number: %s %s".formatted(option, value));
        }
        return Integer.parseInt(value);
    }
}
