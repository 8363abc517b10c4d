package io.annals.bench.numbers;

import io.annals.bench.numbers.Node.Measured;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Apply;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.snapshot.Snapshot;
import io.annals.es.snapshot.SnapshotLimits;
import io.annals.es.snapshot.SnapshotPolicy;
import io.annals.es.snapshot.Snapshotter;
import io.annals.testing.Orphans;
import jakarta.json.bind.annotation.JsonbCreator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** Measures what snapshots save, and what they cost the commands of short streams. */
public final class Snapshotting {

    private static final int EVERY = 100;
    private static final int BATCH = 1_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Counts the events of a stream. */
    @Snapshot(every = EVERY)
    @Aggregate(value = "measured", events = Measured.class)
    public record Count(long events) {

        /** By which JSON-B reads it. */
        @JsonbCreator
        public Count {}

        /** Before the first event. */
        public Count() {
            this(0);
        }

        @Apply
        Count next(Measured event) {
            return new Count(events + 1);
        }
    }

    private final Options options;
    private final Node node;
    private final Snapshotter snapshotter;
    private final AggregateRepository<Count> plain;
    private final AggregateRepository<Count> snapshotted;
    private final List<String> lines = new ArrayList<>();

    private Snapshotting(Options options, Node node) {
        this.options = options;
        this.node = node;
        this.snapshotter =
                new Snapshotter(
                        node.storage()::snapshots,
                        node::journal,
                        new JsonbEventSerializer(),
                        node.database().transactions,
                        SnapshotPolicy::of,
                        SnapshotLimits.defaults());
        AggregateDefinition<Count> count = AggregateDefinition.of(Count.class);
        this.plain = new JournalRepository<>(count, node.journal());
        this.snapshotted = new JournalRepository<>(count, node.journal(), snapshotter.of(count));
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
        Path folder = Files.createTempDirectory("annals-snapshots");
        Orphans.leaveNothing(folder);
        Kind.Running running = options.kind().start(folder);
        try (AutoCloseable server = running.server();
                Node node = new Node(running.login())) {
            Snapshotting snapshots = new Snapshotting(options, node);
            try (Snapshotter started = snapshots.snapshotter) {
                started.start(Thread::new);
                snapshots.measure();
            }
        }
        return 0;
    }

    private void measure() {
        loads();
        commands();
        System.out.printf(
                Locale.ROOT,
                "%s, %d cores, JDK %s; a snapshot every %d events, %d rounds; median (least–most)%n%n| | |%n|---|---|%n",
                node.database().product(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                EVERY,
                options.rounds());
        lines.forEach(System.out::println);
    }

    /** A short stream that is folded from its beginning, and long ones that have a snapshot. */
    private void loads() {
        String few = stream(EVERY);
        String many = stream(options.events());
        String most = stream(options.events());
        snapshotted.load(many);
        snapshotted.load(most);
        awaitTaken(2);
        node.append(most, EVERY - 1);
        List<Double> shorts = new ArrayList<>();
        List<Double> longs = new ArrayList<>();
        List<Double> fullest = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= options.rounds(); round++) {
            double one = micros(plain, few);
            double other = micros(snapshotted, many);
            double last = micros(snapshotted, most);
            System.err.printf("loads, round %d: %,.0f, %,.0f, %,.0f µs%n", round, one, other, last);
            if (round > 0) {
                shorts.add(one);
                longs.add(other);
                fullest.add(last);
                ratios.add(last / one);
            }
        }
        row("load of %,d events, without snapshots, µs".formatted(EVERY), shorts, "%,.0f");
        row(
                "load of %,d events, all in a snapshot, µs".formatted(options.events()),
                longs,
                "%,.0f");
        row(
                "load of %,d events, all but %d in a snapshot, µs"
                        .formatted(options.events() + EVERY - 1, EVERY - 1),
                fullest,
                "%,.0f");
        row("ratio of the last to the first", ratios, "%.2f");
    }

    private String stream(int events) {
        String id = UUID.randomUUID().toString();
        for (int left = events; left > 0; left -= BATCH) {
            node.append(id, Math.min(left, BATCH));
        }
        return id;
    }

    private void awaitTaken(long count) {
        while (snapshotter.counts().taken() < count) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private double micros(AggregateRepository<Count> counts, String id) {
        long end = System.nanoTime() + options.round().toNanos();
        long begun = System.nanoTime();
        int loads = 0;
        for (; System.nanoTime() < end; loads++) {
            node.database().transactions.inNew(() -> counts.load(id));
        }
        return (System.nanoTime() - begun) / 1e3 / loads;
    }

    /**
     * Each thread has a stream, which is followed by another once a snapshot of it is due: so both
     * sides read the same events, and no snapshot saves anything.
     */
    private void commands() {
        long before = snapshotter.counts().taken();
        long done = 0;
        List<Commands> without = new ArrayList<>();
        List<Commands> with = new ArrayList<>();
        for (int round = 0; round <= options.rounds(); round++) {
            Commands one = commands(plain);
            Commands other = commands(snapshotted);
            System.err.printf(
                    "commands, round %d: %,.0f, %,.0f/s, %,.1f, %,.1f µs%n",
                    round,
                    one.rate(),
                    other.rate(),
                    one.processorMicros(),
                    other.processorMicros());
            done += other.done();
            if (round > 0) {
                without.add(one);
                with.add(other);
            }
        }
        double each = (double) done / (snapshotter.counts().taken() - before);
        compare("commands/s", "%,.0f", without, with, each, Commands::rate);
        compare(
                "processor time in the command's own thread, µs",
                "%,.1f",
                without,
                with,
                each,
                Commands::processorMicros);
    }

    private void compare(
            String what,
            String format,
            List<Commands> without,
            List<Commands> with,
            double each,
            ToDoubleFunction<Commands> figure) {
        String on =
                "commands on streams of up to %,d events, %d threads: %s"
                        .formatted(EVERY, options.threads(), what);
        row(on + ", without snapshots", figures(without, figure), format);
        row(
                on + ", with a snapshot every %,.0f commands".formatted(each),
                figures(with, figure),
                format);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < with.size(); round++) {
            ratios.add(
                    figure.applyAsDouble(with.get(round))
                            / figure.applyAsDouble(without.get(round)));
        }
        row("ratio of " + what + ", with to without", ratios, "%.3f");
    }

    private static List<Double> figures(List<Commands> rounds, ToDoubleFunction<Commands> figure) {
        return rounds.stream().mapToDouble(figure).boxed().toList();
    }

    private Commands commands(AggregateRepository<Count> counts) {
        AtomicBoolean over = new AtomicBoolean();
        long begun = System.nanoTime();
        List<CompletableFuture<Commands>> writers =
                IntStream.range(0, options.threads())
                        .mapToObj(
                                writer ->
                                        CompletableFuture.supplyAsync(
                                                () -> write(counts, over),
                                                command -> new Thread(command).start()))
                        .toList();
        LockSupport.parkNanos(options.round().toNanos());
        over.set(true);
        List<Commands> all = writers.stream().map(CompletableFuture::join).toList();
        return new Commands(
                all.stream().mapToLong(Commands::done).sum(),
                all.stream().mapToLong(Commands::processorNanos).sum(),
                System.nanoTime() - begun);
    }

    private Commands write(AggregateRepository<Count> counts, AtomicBoolean over) {
        String id = "";
        long done = 0;
        long begun = System.nanoTime();
        for (; !over.get(); done++) {
            if (done % (EVERY - 1) == 0) {
                id = stream(1);
            }
            String current = id;
            node.database()
                    .transactions
                    .inNew(() -> counts.update(current, count -> List.of(Node.EVENT)));
        }
        return new Commands(done, THREADS.getCurrentThreadCpuTime(), System.nanoTime() - begun);
    }

    /** What one thread has done, or all of a round. */
    private record Commands(long done, long processorNanos, long nanos) {

        double rate() {
            return done * 1e9 / nanos;
        }

        double processorMicros() {
            return processorNanos / 1e3 / done;
        }
    }

    private void row(String what, List<Double> values, String format) {
        lines.add("| %s | %s |".formatted(what, new Spread(values).text(format)));
    }
}
