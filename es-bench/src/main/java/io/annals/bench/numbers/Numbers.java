package io.annals.bench.numbers;

import io.annals.testing.Orphans;
import io.annals.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures a database, and prints a table. */
public final class Numbers {

    /** Its options. */
    public static final String USAGE =
            "[--db postgresql|mariadb|h2] [--rounds 5] [--seconds 5] [--events 100000] [--threads 8]";

    private static final int LARGE_BATCH = 100;
    private static final int COMMITS = 201;

    private final Options options;
    private final TestDatabase database;
    private final Journal journal;
    private final PlainTable plain;
    private final Writers writers;

    private Numbers(Options options, TestDatabase database, Writers writers) {
        this.options = options;
        this.database = database;
        this.journal = new Journal(database.journal());
        this.plain = new PlainTable(database, options.kind());
        this.writers = writers;
    }

    /**
     * Measures once; the table goes to standard output, progress to standard error.
     *
     * @return 0
     * @throws IllegalArgumentException if an option is unknown
     */
    public static int run(List<String> arguments) throws Exception {
        Options options = Options.parse(arguments);
        Logger.getLogger("").setLevel(Level.WARNING);
        Path folder = Files.createTempDirectory("annals-numbers");
        Orphans.leaveNone(folder);
        Kind.Running running = options.kind().start(folder);
        try (AutoCloseable server = running.server();
                TestDatabase database = new TestDatabase(running.login());
                Writers writers = new Writers(database, options.threads())) {
            new Numbers(options, database, writers).measure();
        }
        delete(folder);
        return 0;
    }

    private void measure() throws Exception {
        List<String> lines = new ArrayList<>();
        appends(1, lines);
        appends(LARGE_BATCH, lines);
        if (options.kind().numbersAfterCommit()) {
            lines.add("| numbering of a backlog, events/s | %s | | |".formatted(numbering()));
        }
        lines.add("| commit until settled, ms | %s | | |".formatted(untilSettled(false)));
        lines.add("| the same, with a parked writer | %s | | |".formatted(untilSettled(true)));
        System.out.printf(
                "%s, %d cores, JDK %s; %d threads, %d rounds of %d s; median (least–most)%n%n",
                database.product(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                options.threads(),
                options.rounds(),
                options.round().toSeconds());
        System.out.println("| | journal | plain table | ratio |\n|---|---|---|---|");
        lines.forEach(System.out::println);
    }

    /** Journal and plain table in turn, so that what disturbs the machine disturbs both. */
    private void appends(int batch, List<String> lines) {
        List<Double> events = new ArrayList<>();
        List<Double> table = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> backlogs = new ArrayList<>();
        List<Double> settling = new ArrayList<>();
        for (int round = 0; round <= options.rounds(); round++) {
            double ofJournal;
            double settled;
            long backlog;
            try (FollowedJournal followed = new FollowedJournal(database, journal)) {
                ofJournal = writers.during(options.round(), followed, batch);
                settled = followed.settle().toNanos() / 1e6;
                backlog = followed.largestBacklog();
            }
            double ofTable = writers.during(options.round(), plain, batch);
            System.err.printf(
                    "%d a transaction, round %d: journal %,.0f, plain %,.0f events/s; backlog %,d, settled %.1f ms after%n",
                    batch, round, ofJournal, ofTable, backlog, settled);
            if (round > 0) {
                events.add(ofJournal);
                table.add(ofTable);
                ratios.add(ofJournal / ofTable);
                backlogs.add((double) backlog);
                settling.add(settled);
            }
        }
        lines.add(
                "| appends of %d, events/s | %s | %s | %s |"
                        .formatted(
                                batch,
                                new Spread(events).text("%,.0f"),
                                new Spread(table).text("%,.0f"),
                                new Spread(ratios).text("%.2f")));
        lines.add(
                "| largest backlog meanwhile, events | %s | | |"
                        .formatted(new Spread(backlogs).text("%,.0f")));
        lines.add(
                "| settled after the end, ms | %s | | |"
                        .formatted(new Spread(settling).text("%,.1f")));
    }

    /** Nobody asks while the events are stored. */
    private String numbering() {
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            long before = journal.settleAll();
            writers.store(options.events() / options.rounds(), journal, LARGE_BATCH);
            long start = System.nanoTime();
            long numbered = journal.settleAll() - before;
            rates.add(numbered * 1e9 / (System.nanoTime() - start));
            System.err.printf(
                    "numbering, round %d: %,d events, %,.0f events/s%n",
                    round, numbered, rates.get(round));
        }
        return new Spread(rates).text("%,.0f");
    }

    /** From the last commit; a parked writer has drawn its position, if any, before another one. */
    private String untilSettled(boolean parked) {
        return new Spread(
                        IntStream.range(0, COMMITS)
                                .mapToObj(
                                        commit -> parked ? parkedUntilSettled() : oneUntilSettled())
                                .toList())
                .text("%.2f");
    }

    private double oneUntilSettled() {
        writers.append(journal, Writers.newStream(), 0, 1);
        return settling();
    }

    private double parkedUntilSettled() {
        database.transactions.inNew(
                () -> {
                    journal.append(Writers.newStream(), 0, List.of(Writers.event()));
                    writers.append(journal, Writers.newStream(), 0, 1);
                    return journal.storage().settledUpTo();
                });
        return settling();
    }

    private double settling() {
        long start = System.nanoTime();
        journal.settleAll();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
