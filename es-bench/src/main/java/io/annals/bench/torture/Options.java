package io.annals.bench.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run does.
 *
 * @param database the kind of the database
 * @param duration how long writers write
 * @param seed of everything that is left to chance; threads and processes have a chance of their
 *     own, so a seed does not repeat a run to the letter
 * @param writers how many writer processes
 * @param threads how many threads in each of them
 * @param readers how many processes follow the journal through the storage
 * @param consumers how many processes share one consumer with a checkpoint
 * @param folder for the database and what everybody notes, kept afterwards; empty for one that is
 *     deleted unless something went wrong
 */
record Options(
        String database,
        Duration duration,
        long seed,
        int writers,
        int threads,
        int readers,
        int consumers,
        Optional<Path> folder) {

    private static final List<String> KNOWN =
            List.of(
                    "--db",
                    "--seconds",
                    "--seed",
                    "--writers",
                    "--threads",
                    "--readers",
                    "--consumers",
                    "--folder");
    private static final int MOST = 100;
    private static final Duration LONGEST_PARK = Duration.ofMinutes(1);

    static Options parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (i + 1 == arguments.size() || !KNOWN.contains(option)) {
                throw new IllegalArgumentException(
                        "Not an option with a value: '%s'. Known are %s".formatted(option, KNOWN));
            }
            given.put(option, arguments.get(i + 1));
        }
        return new Options(
                given.getOrDefault("--db", "postgresql"),
                Duration.ofSeconds(number(given, "--seconds", 120)),
                number(given, "--seed", System.nanoTime() % 1_000_000),
                atLeastOne(given, "--writers", 2),
                atLeastOne(given, "--threads", 4),
                atLeastOne(given, "--readers", 2),
                atLeastOne(given, "--consumers", 2),
                Optional.ofNullable(given.get("--folder")).map(Path::of));
    }

    private static int atLeastOne(Map<String, String> given, String option, int otherwise) {
        long value = number(given, option, otherwise);
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(
                    "Not from 1 to %d: %s %d".formatted(MOST, option, value));
        }
        return (int) value;
    }

    private static long number(Map<String, String> given, String option, long otherwise) {
        String value = given.getOrDefault(option, String.valueOf(otherwise));
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Not a number: %s %s".formatted(option, value), e);
        }
    }

    /** How long a transaction may stay open: a minute, or less where the whole run is short. */
    Duration longestPark() {
        Duration share = duration.dividedBy(6);
        return share.compareTo(LONGEST_PARK) < 0 ? share : LONGEST_PARK;
    }
}
