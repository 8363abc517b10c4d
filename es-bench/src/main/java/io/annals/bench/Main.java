package io.annals.bench;

import io.annals.bench.compare.Compare;
import io.annals.bench.http.Customers;
import io.annals.bench.numbers.Numbers;
import io.annals.bench.numbers.Reading;
import io.annals.bench.numbers.Snapshotting;
import io.annals.bench.numbers.Upcasting;
import io.annals.bench.plot.Plot;
import io.annals.bench.torture.Torture;
import java.util.Arrays;
import java.util.List;

/** Starts the program that the first argument names. */
final class Main {

    private static final int WRONG_USE = 64;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try {
            List<String> given = Arrays.asList(arguments);
            switch (given.isEmpty() ? "" : given.get(0)) {
                case "torture" -> System.exit(Torture.run(given.subList(1, given.size())));
                case "numbers" -> System.exit(Numbers.run(given.subList(1, given.size())));
                case "reading" -> System.exit(Reading.run(given.subList(1, given.size())));
                case "snapshots" -> System.exit(Snapshotting.run(given.subList(1, given.size())));
                case "upcasting" -> System.exit(Upcasting.run(given.subList(1, given.size())));
                case "compare" -> System.exit(Compare.run(given.subList(1, given.size())));
                case "http" -> System.exit(Customers.run(given.subList(1, given.size())));
                case "plot" -> System.exit(Plot.run(given.subList(1, given.size())));
                case "compare-elsewhere" -> System.exit(Compare.elsewhere());
                default -> {} // says how to use it
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
        }
        System.err.println("Usage: java -jar es-bench.jar torture " + Torture.USAGE);
        System.err.println("   or: java -jar es-bench.jar numbers " + Numbers.USAGE);
        System.err.println("   or: java -jar es-bench.jar reading " + Numbers.USAGE);
        System.err.println("   or: java -jar es-bench.jar snapshots " + Numbers.USAGE);
        System.err.println("   or: java -jar es-bench.jar upcasting " + Numbers.USAGE);
        System.err.println("   or: java -jar es-bench.jar compare " + Compare.USAGE);
        System.err.println("   or: java -jar es-bench.jar http " + Customers.USAGE);
        System.err.println("   or: java -jar es-bench.jar plot " + Plot.USAGE);
        System.exit(WRONG_USE);
    }
}
