package io.annals.bench;

import io.annals.bench.torture.Torture;
import java.util.Arrays;
import java.util.List;

/** Starts the program that the first argument names. */
final class Main {

    private static final int WRONG_USE = 64;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("torture")) {
            List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
            try {
                System.exit(Torture.run(options));
            } catch (IllegalArgumentException e) {
                System.err.println(e.getMessage());
            }
        }
        System.err.println("Usage: java -jar es-bench.jar torture " + Torture.USAGE);
        System.exit(WRONG_USE);
    }
}
