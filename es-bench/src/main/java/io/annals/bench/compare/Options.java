package io.annals.bench.compare;

import io.annals.bench.compare.workload.Sizes;
import io.annals.bench.compare.workload.Workload;
import io.annals.bench.numbers.Kind;
import io.annals.testing.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is compared.
 *
 * @param kind the kind of the database
 * @param server where it runs already, and who may create databases there; empty if it is to be
 *     started
 * @param warmUp how many rounds come first, and do not count: what has more code takes longer to be
 *     compiled
 * @param rounds how many count
 * @param out the file for the results; empty if there is to be none
 */
record Options(
        Kind kind,
        Optional<Login> server,
        List<Workload> workloads,
        List<Candidate> candidates,
        int warmUp,
        int rounds,
        Sizes sizes,
        Optional<Path> out) {

    static final String USAGE =
            "[--db postgresql|mariadb|h2] [--url jdbc:… --user … --password …] [--workloads %s] [--contenders %s] [--warm-up 2] [--rounds 5] [--seconds 5] [--events 200000] [--batch 500] [--growth 10000,1000000] [--out FILE]"
                    .formatted(
                            commas(Stream.of(Workload.values())),
                            commas(Stream.of(Candidate.values())));

    /** Growth takes long, and so has to be wanted. */
    private static final List<Workload> ALL_BUT_GROWTH =
            Stream.of(Workload.values()).filter(workload -> workload != Workload.W7).toList();

    private static final List<String> KNOWN =
            List.of(
                    "--db",
                    "--url",
                    "--user",
                    "--password",
                    "--workloads",
                    "--contenders",
                    "--warm-up",
                    "--rounds",
                    "--seconds",
                    "--events",
                    "--batch",
                    "--growth",
                    "--out");

    /**
     * Reads options.
     *
     * @throws IllegalArgumentException if one is unknown, or has a value that cannot be
     */
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
                Kind.named(given.getOrDefault("--db", "postgresql")),
                server(given),
                list(given, "--workloads", ALL_BUT_GROWTH, Workload::named),
                list(given, "--contenders", List.of(Candidate.values()), Candidate::named),
                number(given, "--warm-up", 2),
                number(given, "--rounds", 5),
                new Sizes(
                        seconds(given.getOrDefault("--seconds", "5")),
                        number(given, "--events", 200_000),
                        number(given, "--batch", 500),
                        growth(given.getOrDefault("--growth", "10000,1000000"))),
                Optional.ofNullable(given.get("--out")).map(Options::file));
    }

    /** What cannot be written is to be known before hours of measuring. */
    private static Path file(String name) {
        Path file = Path.of(name);
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "Not a file in a folder that is there: --out " + name);
        }
        return file;
    }

    private static Optional<Login> server(Map<String, String> given) {
        Optional<String> url = Optional.ofNullable(given.get("--url"));
        if (url.isEmpty() && (given.containsKey("--user") || given.containsKey("--password"))) {
            throw new IllegalArgumentException("--user and --password go with --url");
        }
        return url.map(
                place ->
                        new Login(
                                place,
                                given.getOrDefault("--user", ""),
                                given.getOrDefault("--password", "")));
    }

    private static <T> List<T> list(
            Map<String, String> given, String option, List<T> all, Function<String, T> named) {
        String value = given.get(option);
        return value == null
                ? all
                : Arrays.stream(value.split(",", -1)).map(named).distinct().sorted().toList();
    }

    private static Duration seconds(String value) {
        if (!value.matches("[0-9]{1,6}([.][0-9]{1,3})?") || Double.parseDouble(value) == 0) {
            throw new IllegalArgumentException(
                    "Not a positive number of seconds: --seconds " + value);
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000));
    }

    private static List<Long> growth(String value) {
        if (!value.matches("[1-9][0-9]{0,8}(,[1-9][0-9]{0,8})*")) {
            throw new IllegalArgumentException("Not positive numbers: --growth " + value);
        }
        return Arrays.stream(value.split(",", -1)).map(Long::valueOf).toList();
    }

    private static int number(Map<String, String> given, String option, int otherwise) {
        String value = given.getOrDefault(option, String.valueOf(otherwise));
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "Not a positive number: %s %s".formatted(option, value));
        }
        return Integer.parseInt(value);
    }

    private static String commas(Stream<?> values) {
        return values.map(Object::toString).collect(Collectors.joining(","));
    }
}
