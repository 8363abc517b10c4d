package io.annals.bench.compare;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.raw.Json;
import io.annals.bench.compare.shop.Goods;
import io.annals.bench.compare.workload.Case;
import io.annals.bench.compare.workload.Figure;
import io.annals.bench.compare.workload.Trial;
import io.annals.bench.compare.workload.Workload;
import io.annals.testing.Login;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Compares contenders on one server, and prints a table. */
public final class Compare {

    /** Its options. */
    public static final String USAGE = Options.USAGE;

    private static final int POOL = 40;

    /** Kept, because the JDK forgets the levels of loggers that nobody has. */
    private static final Logger OF_HIBERNATE = Logger.getLogger("org.hibernate");

    private final Options options;
    private final Databases databases;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Result> results = new ArrayList<>();

    private Compare(Options options, Databases databases) {
        this.options = options;
        this.databases = databases;
    }

    /**
     * Compares once; the table goes to standard output, progress to standard error.
     *
     * @return 0, or 1 if a contender has failed
     * @throws IllegalArgumentException if an option is unknown
     */
    public static int run(List<String> arguments) throws Exception {
        Options options = Options.parse(arguments);
        quiet();
        Json json = new Json();
        Goods.requireSizes(json::write);
        try (Databases databases = Databases.of(options)) {
            return new Compare(options, databases).all();
        }
    }

    /**
     * What a second process does, as its standard input says.
     *
     * @return 0
     */
    public static int elsewhere() throws IOException {
        quiet();
        return OtherProcess.run();
    }

    /** Lost races are expected here; everybody is told of them by exceptions. */
    private static void quiet() {
        Logger.getLogger("").setLevel(Level.WARNING);
        OF_HIBERNATE.setLevel(Level.OFF);
    }

    private int all() throws Exception {
        List<Candidate> running = new ArrayList<>();
        for (Candidate candidate : options.candidates()) {
            if (candidate.runsOn(options.kind())) {
                running.add(candidate);
            } else {
                say("%s: not on %s", candidate, kind());
            }
        }
        for (Workload workload : options.workloads()) {
            if (!workload.runsOn(options.kind())) {
                say("%s: not on %s", workload, kind());
                continue;
            }
            try (Field field = new Field()) {
                field.enter(running, workload);
                for (Case part : workload.cases(options.sizes())) {
                    results.addAll(field.measure(workload, part));
                }
            }
        }
        return report();
    }

    private String kind() {
        return options.kind().name().toLowerCase(Locale.ROOT);
    }

    private int report() throws Exception {
        Map<String, Object> machine = Machine.describe(databases.product());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("warmUpRounds", options.warmUp());
        all.put("rounds", options.rounds());
        all.put("seconds", options.sizes().round().toMillis() / 1e3);
        all.put("events", options.sizes().events());
        all.put("eventsPerCheckpoint", options.sizes().batch());
        all.put("cpu", "of this process; the server's is not in it");
        all.put("contenders", settings);
        System.out.printf(
                Locale.ROOT,
                "%s, %d cores, JDK %s; %d rounds of %s s after %d to warm up%n%nratio to raw JDBC, median (least–most); CPU of this process per operation, the server's not in it%n%n%s%n",
                machine.get("database"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                options.rounds(),
                options.sizes().round().toMillis() / 1e3,
                options.warmUp(),
                new Table(results));
        settings.forEach((contender, text) -> System.out.printf("%n%s: %s", contender, text));
        System.out.println();
        if (options.out().isPresent()) {
            new Report(machine, all, results).write(options.out().get());
        }
        return results.stream().anyMatch(result -> result.failure().isPresent()) ? 1 : 0;
    }

    private static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }

    /** All contenders of a workload, each over a new database. */
    private final class Field implements AutoCloseable {

        private final Map<Candidate, Contender> contenders = new LinkedHashMap<>();
        private final Map<Candidate, Site> sites = new LinkedHashMap<>();

        void enter(List<Candidate> candidates, Workload workload) {
            for (Candidate candidate : candidates) {
                try {
                    Login login = databases.create(candidate.toString());
                    Site site = new Site(options.kind(), login, POOL, workload.processes(), false);
                    sites.put(candidate, site);
                    Contender contender = candidate.open(site);
                    if (!workload.takes(contender)) {
                        say("%s: not in %s", candidate, workload);
                        contender.close();
                        continue;
                    }
                    contenders.put(candidate, contender);
                    settings.put(candidate.toString(), new TreeMap<>(contender.settings()));
                } catch (RuntimeException e) {
                    results.add(
                            Result.failed(
                                    candidate.toString(), workload.toString(), "", reason(e)));
                }
            }
        }

        List<Result> measure(Workload workload, Case part) {
            Rounds rounds = new Rounds(workload.toString(), Candidate.RAW.toString());
            Map<Candidate, Trial> trials = new LinkedHashMap<>();
            contenders.forEach(
                    (candidate, contender) -> {
                        try {
                            Site site = Objects.requireNonNull(sites.get(candidate));
                            trials.put(
                                    candidate,
                                    part.preparation()
                                            .of(contender, new OtherProcess(candidate, site)));
                        } catch (RuntimeException e) {
                            rounds.fail(candidate.toString(), part.name(), reason(e));
                        }
                    });
            for (int round = 1 - options.warmUp(); round <= options.rounds(); round++) {
                for (Candidate candidate : List.copyOf(trials.keySet())) {
                    Trial trial = trials.get(candidate);
                    Contender contender = contenders.get(candidate);
                    if (trial == null || contender == null) {
                        continue;
                    }
                    try {
                        List<Figure> figures = trial.round();
                        contender.rest();
                        say("%s, round %d, %s: %s", workload, round, candidate, text(figures));
                        if (round > 0) {
                            rounds.add(candidate.toString(), figures);
                        }
                    } catch (RuntimeException e) {
                        rounds.fail(candidate.toString(), part.name(), reason(e));
                        trials.remove(candidate);
                        trial.close();
                    }
                }
            }
            trials.values().forEach(Trial::close);
            return rounds.results();
        }

        private static String text(List<Figure> figures) {
            return figures.stream()
                    .map(
                            figure ->
                                    String.format(
                                            Locale.ROOT,
                                            "%s %,.2f",
                                            figure.metric(),
                                            figure.value()))
                    .collect(Collectors.joining("; "));
        }

        private static String reason(RuntimeException failure) {
            Throwable root = failure;
            for (Throwable next = failure; next != null; next = next.getCause()) {
                root = next;
            }
            failure.printStackTrace(System.err);
            return root.toString();
        }

        @Override
        public void close() {
            contenders.values().forEach(Contender::close);
            sites.values().forEach(site -> databases.drop(site.login()));
        }
    }
}
