package io.annals.bench.compare;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Elsewhere;
import io.annals.bench.compare.contender.Following;
import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;
import io.annals.bench.numbers.Kind;
import io.annals.testing.Login;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.ObjLongConsumer;

/**
 * A second JVM that follows what a contender stores.
 *
 * <p>It reads what to do from its standard input, writes a line for each event, and ends when its
 * input does.
 *
 * @param candidate who is there, as here
 * @param site where the events are
 */
record OtherProcess(Candidate candidate, Site site) implements Elsewhere {

    private static final List<String> COMMAND =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.annals.bench.Main",
                    "compare-elsewhere");

    @Override
    public Following follow(int batch, ObjLongConsumer<String> handled) {
        try {
            Process process = new ProcessBuilder(COMMAND).redirectError(Redirect.INHERIT).start();
            PrintStream input =
                    new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            input.println(candidate);
            input.println(site.kind());
            input.println(site.login().url());
            input.println(site.login().user());
            input.println(site.login().password());
            input.println(site.pool());
            input.println(batch);
            Thread listening =
                    new Thread(
                            () ->
                                    process.inputReader(StandardCharsets.UTF_8)
                                            .lines()
                                            .map(line -> line.split(" "))
                                            .forEach(
                                                    words ->
                                                            handled.accept(
                                                                    words[0],
                                                                    Long.parseLong(words[1]))));
            listening.start();
            return () -> {
                input.close();
                process.onExit().join();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the second JVM does; returns 0. */
    static int run() throws IOException {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Candidate candidate = Candidate.named(input.readLine());
        Kind kind = Kind.valueOf(input.readLine());
        Login login = new Login(input.readLine(), input.readLine(), input.readLine());
        Site site = new Site(kind, login, Integer.parseInt(input.readLine()), true, true);
        int batch = Integer.parseInt(input.readLine());
        try (Contender contender = candidate.open(site);
                Following following =
                        contender.follow("elsewhere-" + UUID.randomUUID(), batch, new Telling())) {
            while (input.readLine() != null) {
                // whatever it is, it is not the end
            }
        }
        return 0;
    }

    /** Nanoseconds since 1970. */
    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    private static final class Telling implements Reader {

        @Override
        public void opened(Opened event) {
            System.out.println(event.customer() + " " + now());
            System.out.flush();
        }

        @Override
        public void added(ItemAdded event) {}

        @Override
        public void checkedOut(CheckedOut event) {}
    }
}
