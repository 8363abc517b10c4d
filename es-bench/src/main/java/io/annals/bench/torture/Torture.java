package io.annals.bench.torture;

import io.annals.bench.torture.Faults.Fault;
import io.annals.testing.Orphans;
import io.annals.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The controller: runs the database and the nodes, strikes, and checks what is left. */
public final class Torture {

    /** Its options. */
    public static final String USAGE =
            "[--db postgresql|mariadb] [--seconds 120] [--seed N] [--writers 2] [--threads 4] [--readers 2] [--consumers 2] [--folder DIR]";

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(5);
    private static final Duration LONGEST_CATCH_UP = Duration.ofMinutes(3);

    private final Options options;
    private final Path folder;
    private final Random random;
    private final Breaches breaches = new Breaches();

    private Torture(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.random = new Random(options.seed());
    }

    /**
     * Runs once, and says what happened on standard output.
     *
     * @return 0 if no promise was broken, 1 if one was, 2 if too little happened to tell
     * @throws IllegalArgumentException if an option is unknown
     */
    public static int run(List<String> arguments) throws IOException {
        Options options = Options.parse(arguments);
        quieten();
        Path folder = folder(options);
        Orphans.leaveNone(folder);
        System.out.printf(
                "Torture of %s, seed %d, in %s%n", options.database(), options.seed(), folder);
        Torture torture = new Torture(options, folder);
        Verdict verdict = torture.run();
        torture.breaches.told().forEach(System.out::println);
        System.out.println(verdict.line());
        if (verdict.exitCode() == 0 && options.folder().isEmpty()) {
            delete(folder);
        } else {
            System.out.println("What everybody noted is in " + folder);
        }
        return verdict.exitCode();
    }

    private static Path folder(Options options) throws IOException {
        return options.folder().isPresent()
                ? Files.createDirectories(options.folder().get()).toRealPath()
                : Files.createTempDirectory("annals-torture");
    }

    /** Lets the libraries report only what went wrong. */
    private static void quieten() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    private Verdict run() {
        try (Server server = Server.of(options.database(), folder, random)) {
            server.start();
            try (TestDatabase database = new TestDatabase(server.login())) {
                database.journal(true);
                new View(database).create();
            }
            Crew crew = new Crew(folder, server.login(), options);
            Faults faults = new Faults(crew, server, random, options.longestPark());
            try {
                torment(crew, faults);
                faults.end();
                server.login().awaitServer(LONGEST_RECOVERY);
                crew.dismiss(Role.WRITER);
                try (TestDatabase database = new TestDatabase(server.login())) {
                    new CatchUp(database, folder, crew, random)
                            .await(LONGEST_CATCH_UP)
                            .forEach(late -> breaches.add("left behind: %s", late));
                    crew.dismiss(Role.READER);
                    crew.dismiss(Role.COPIER);
                    return check(database, crew, faults);
                }
            } finally {
                crew.nodes().forEach(Node::kill);
            }
        }
    }

    private void torment(Crew crew, Faults faults) {
        awaitFirstTransaction(crew);
        faults.begin();
        Instant start = Instant.now();
        Instant report = start.plus(BETWEEN_REPORTS);
        while (Instant.now().isBefore(start.plus(options.duration()))) {
            crew.complete();
            faults.goOn();
            if (Instant.now().isAfter(report)) {
                report = report.plus(BETWEEN_REPORTS);
                System.out.println(progress(Duration.between(start, Instant.now()), faults));
            }
            Session.pause(STEP);
        }
    }

    /** The time counts from here: processes may take long to start. */
    private void awaitFirstTransaction(Crew crew) {
        Instant latest = Instant.now().plus(LONGEST_START);
        while (transactions() == 0 && Instant.now().isBefore(latest)) {
            crew.complete();
            Session.pause(STEP);
        }
    }

    private String progress(Duration since, Faults faults) {
        String readers =
                Role.READER.tapes(folder).stream()
                        .sorted()
                        .map(tape -> Tape.last(tape).map(Entry::parse).map(Entry::position))
                        .map(position -> position.map(String::valueOf).orElse("0"))
                        .collect(Collectors.joining(", "));
        return "%5d s: %d transactions, readers at %s; %d kills, %d freezes, %d server restarts, %d disturbances"
                .formatted(
                        since.toSeconds(),
                        transactions(),
                        readers,
                        faults.count(Fault.KILL),
                        faults.count(Fault.FREEZE),
                        faults.count(Fault.STOP_SERVER),
                        faults.count(Fault.DISTURB_SERVER));
    }

    /** About: those that each writer has begun before the last one whose end it knows. */
    private long transactions() {
        return Role.WRITER.tapes(folder).stream()
                .flatMap(tape -> Tape.last(tape).stream())
                .mapToLong(line -> Integer.toUnsignedLong((int) Long.parseLong(line.split(" ")[1])))
                .sum();
    }

    private Verdict check(TestDatabase database, Crew crew, Faults faults) {
        Ledger ledger = Ledger.read(Role.WRITER.tapes(folder));
        JournalCheck journal = new JournalCheck(ledger.ends(), breaches);
        List<Stream<String>> tapes = new ArrayList<>();
        List<FollowerCheck> followers = new ArrayList<>();
        for (Path tape : Role.READER.tapes(folder)) {
            Stream<String> lines = Tape.lines(tape);
            tapes.add(lines);
            followers.add(
                    new FollowerCheck(
                            tape.getFileName().toString(),
                            entry -> true,
                            lines.map(Entry::parse).iterator(),
                            breaches));
        }
        followers.add(
                new FollowerCheck(
                        "the view",
                        entry -> entry.stream().startsWith(Plans.COPIED),
                        new View(database).entries(),
                        breaches));
        Iterator<Entry> entries = new Journal(database).entries();
        while (entries.hasNext()) {
            Entry entry = entries.next();
            journal.next(entry);
            followers.forEach(follower -> follower.next(entry));
        }
        journal.end();
        followers.forEach(FollowerCheck::end);
        tapes.forEach(Stream::close);
        return new Verdict(
                options,
                faults,
                ledger.count(Fate.ACKNOWLEDGED),
                ledger.count(Fate.REFUSED),
                ledger.parked(),
                journal.events(),
                journal.holes(),
                crew.endedAlone(),
                breaches.count());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}
