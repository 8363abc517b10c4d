package io.annals.bench.http;

import io.annals.bench.numbers.Spread;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * Measures a demo that runs: customers who each open a cart, put three articles into it and check
 * out, again and again, without a pause.
 */
public final class Customers {

    /** Its options. */
    public static final String USAGE =
            "[--url http://127.0.0.1:8080/] [--customers 8] [--rounds 5] [--seconds 10]";

    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "--url", "http://127.0.0.1:8080/",
                    "--customers", "8",
                    "--rounds", "5",
                    "--seconds", "10");
    private static final Executor A_THREAD_EACH = command -> new Thread(command).start();

    private Customers() {}

    /**
     * Measures once; the table goes to standard output, progress to standard error.
     *
     * @return 0
     * @throws IllegalArgumentException if an option is unknown, or has a value that cannot be
     * @throws IllegalStateException if the demo gives an answer that a customer does not want
     */
    public static int run(List<String> arguments) {
        Map<String, String> options = parse(arguments);
        int customers = number(options, "--customers");
        Duration round = Duration.ofSeconds(number(options, "--seconds"));
        URI api = URI.create(options.get("--url") + "/").resolve("api/").normalize();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Double> rates = new ArrayList<>();
        List<Double> checkouts = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        List<Double> slowest = new ArrayList<>();
        for (int i = 0; i <= number(options, "--rounds"); i++) {
            long start = System.nanoTime();
            List<Long> nanos =
                    IntStream.range(0, customers)
                            .mapToObj(
                                    number ->
                                            CompletableFuture.supplyAsync(
                                                    () ->
                                                            new Customer(http, api)
                                                                    .shop(start, round),
                                                    A_THREAD_EACH))
                            .toList()
                            .stream()
                            .flatMap(customer -> customer.join().stream())
                            .sorted()
                            .toList();
            double seconds = (System.nanoTime() - start) / 1e9;
            double rate = nanos.size() / seconds;
            System.err.printf(Locale.ROOT, "round %d: %,.0f requests/s%n", i, rate);
            if (i > 0) { // the first one warms up
                rates.add(rate);
                checkouts.add(rate / Customer.REQUESTS);
                medians.add(percentile(nanos, 50));
                slowest.add(percentile(nanos, 99));
            }
        }
        System.out.printf(
                "%d customers; median (least–most) of %d rounds of %d s%n%n| | |%n|---|---|%n",
                customers, rates.size(), round.toSeconds());
        row("requests/s", rates, "%,.0f");
        row("checkouts/s", checkouts, "%,.0f");
        row("request, p50 ms", medians, "%.2f");
        row("request, p99 ms", slowest, "%.2f");
        return 0;
    }

    private static void row(String what, List<Double> values, String format) {
        System.out.printf("| %s | %s |%n", what, new Spread(values).text(format));
    }

    private static double percentile(List<Long> ascending, int percent) {
        int index = (int) Math.ceil(ascending.size() * percent / 100.0) - 1;
        return ascending.get(Math.max(0, index)) / 1e6;
    }

    private static Map<String, String> parse(List<String> arguments) {
        Map<String, String> options = new HashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.size(); i += 2) {
            if (i + 1 == arguments.size() || !DEFAULTS.containsKey(arguments.get(i))) {
                throw new IllegalArgumentException(
                        "Not an option with a value: '%s'. Known are %s"
                                .formatted(arguments.get(i), USAGE));
            }
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        return options;
    }

    private static int number(Map<String, String> options, String option) {
        String value = options.getOrDefault(option, "");
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(
                    "Not a positive number: %s %s".formatted(option, value));
        }
        return Integer.parseInt(value);
    }
}
