package io.annals.bench.numbers;

import io.annals.es.EventFilter;
import io.annals.es.spi.Page;
import io.annals.testing.Orphans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** Measures what consumers cost, and how soon they handle what was committed. */
public final class Reading {

    private static final int BATCH = 1_000; // as projections have by default
    private static final int PAGE = 1_000; // as consumers read
    private static final int IDLE = 10;
    private static final int COMMITS = 500;

    /** PostgreSQL's sessions tell of their transactions so much later. */
    private static final Duration STATISTICS_LATE = Duration.ofSeconds(12);

    private static final String TRANSACTIONS =
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";

    private final Options options;
    private final Node node;
    private final Node other;
    private final List<String> lines = new ArrayList<>();

    private Reading(Options options, Node node, Node other) {
        this.options = options;
        this.node = node;
        this.other = other;
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
        Path folder = Files.createTempDirectory("annals-reading");
        Orphans.leaveNothing(folder);
        Kind.Running running = options.kind().start(folder);
        try (AutoCloseable server = running.server();
                Node node = new Node(running.login());
                Node other = new Node(running.login())) {
            new Reading(options, node, other).measure();
        }
        return 0;
    }

    private void measure() throws Exception {
        for (int stored = 0; stored < options.events(); stored += BATCH) {
            node.append(BATCH);
        }
        idle();
        latency("commit until handled on this node, ms", node);
        latency("commit until handled on another node, ms", other);
        replay();
        catchUp();
        System.out.printf(
                Locale.ROOT,
                "%s, %d cores, JDK %s; %,d events, %d rounds; median (least–most)%n%n| | |%n|---|---|%n",
                node.database().product(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                options.events(),
                options.rounds());
        lines.forEach(System.out::println);
    }

    /** The storage alone and a consumer that does nothing, in turn. */
    private void replay() {
        node.follow("replay", BATCH, event -> {});
        List<Double> alone = new ArrayList<>();
        List<Double> consumed = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= options.rounds(); round++) {
            double storage = options.events() / seconds(this::readAll);
            double consumer =
                    options.events()
                            / seconds(
                                    () -> {
                                        node.replay("replay");
                                        node.awaitCaughtUp("replay");
                                    });
            System.err.printf(
                    "replay, round %d: storage %,.0f, consumer %,.0f events/s%n",
                    round, storage, consumer);
            if (round > 0) {
                alone.add(storage);
                consumed.add(consumer);
                ratios.add(consumer / storage);
            }
        }
        row("storage alone, events/s", alone, "%,.0f");
        row("replay by a consumer that writes nothing, events/s", consumed, "%,.0f");
        row("ratio", ratios, "%.2f");
    }

    private void readAll() {
        long upTo = node.storage().settledUpTo().position();
        for (long position = 0; position < upTo; ) {
            long from = position;
            Page page =
                    node.database()
                            .transactions
                            .inNew(() -> node.storage().read(from, upTo, EventFilter.all(), PAGE));
            position =
                    page.events().isEmpty()
                            ? upTo
                            : page.events().get(page.events().size() - 1).position();
        }
    }

    /** Appends while nobody reads and while a consumer replays again and again, in turn. */
    private void catchUp() {
        node.pause("replay");
        other.follow("catch-up", BATCH, event -> {});
        List<Double> quiet = new ArrayList<>();
        List<Double> read = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= options.rounds(); round++) {
            double alone = appends();
            double both = appendsBesideReplays();
            System.err.printf(
                    "catch-up, round %d: appends %,.0f alone, %,.0f a second beside a replay%n",
                    round, alone, both);
            if (round > 0) {
                quiet.add(alone);
                read.add(both);
                ratios.add(both / alone);
            }
        }
        row("appends of 1 while nobody replays, events/s", quiet, "%,.0f");
        row("the same, while another node replays the journal", read, "%,.0f");
        row("ratio", ratios, "%.2f");
    }

    private double appendsBesideReplays() {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> replays =
                CompletableFuture.runAsync(
                        () -> {
                            while (!over.get()) {
                                other.replay("catch-up");
                                other.awaitCaughtUp("catch-up");
                            }
                        },
                        command -> new Thread(command).start());
        double appends = appends();
        over.set(true);
        replays.join();
        return appends;
    }

    private double appends() {
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Long>> writers =
                IntStream.range(0, options.threads())
                        .mapToObj(
                                writer ->
                                        CompletableFuture.supplyAsync(
                                                () -> {
                                                    long count = 0;
                                                    for (; !over.get(); count++) {
                                                        node.append(1);
                                                    }
                                                    return count;
                                                },
                                                command -> new Thread(command).start()))
                        .toList();
        LockSupport.parkNanos(options.round().toNanos());
        over.set(true);
        long all = writers.stream().mapToLong(CompletableFuture::join).sum();
        return all * 1e9 / options.round().toNanos();
    }

    /** What consumers cost while nothing happens, beyond what the nodes cost without them. */
    private void idle() {
        Cost without = cost();
        for (int i = 0; i < IDLE; i++) {
            node.follow("idle-" + i, BATCH, event -> {});
        }
        Cost with = cost();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "| an idle consumer, %% of a core | %.2f |",
                        (with.cpu - without.cpu) / IDLE));
        if (options.kind() == Kind.POSTGRESQL) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| an idle consumer, transactions/s | %.1f |%n| two nodes without consumers, transactions/s | %.1f |",
                            (with.transactions - without.transactions) / IDLE,
                            without.transactions));
        }
        for (int i = 0; i < IDLE; i++) {
            node.pause("idle-" + i);
        }
    }

    private Cost cost() {
        double seconds = Math.max(10, options.round().toSeconds());
        LockSupport.parkNanos(STATISTICS_LATE.toNanos());
        Duration cpu = cpu();
        long before = transactions();
        LockSupport.parkNanos((long) (seconds * 1e9));
        return new Cost(
                cpu().minus(cpu).toNanos() / seconds / 1e7, (transactions() - before) / seconds);
    }

    private long transactions() {
        if (options.kind() != Kind.POSTGRESQL) {
            return 0;
        }
        return node.database()
                .transactions
                .inNew(
                        () ->
                                ((Number)
                                                node.database()
                                                        .em
                                                        .createNativeQuery(TRANSACTIONS)
                                                        .getSingleResult())
                                        .longValue());
    }

    /** Of this process, since it began. */
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void latency(String what, Node follower) throws InterruptedException {
        SynchronousQueue<Long> handled = new SynchronousQueue<>();
        AtomicBoolean wanted = new AtomicBoolean();
        String name = "latency-" + lines.size();
        follower.follow(
                name,
                BATCH,
                event -> {
                    if (wanted.get()) {
                        handled.put(System.nanoTime());
                    }
                });
        wanted.set(true);
        List<Double> millis = new ArrayList<>();
        for (int i = -COMMITS; i < COMMITS; i++) { // the first half only warms up
            CompletableFuture<Long> next =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return handled.poll(1, TimeUnit.MINUTES);
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            LockSupport.parkNanos(5_000_000);
            long committed = node.append(1);
            double late = (next.join() - committed) / 1e6;
            if (i >= 0) {
                millis.add(late);
            }
        }
        wanted.set(false);
        follower.pause(name);
        List<Double> ascending = millis.stream().sorted().toList();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "| %s: p50, p99 | %.2f, %.2f |",
                        what,
                        ascending.get(COMMITS / 2),
                        ascending.get(COMMITS * 99 / 100)));
    }

    private void row(String what, List<Double> values, String format) {
        lines.add("| %s | %s |".formatted(what, new Spread(values).text(format)));
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * What runs at some moment.
     *
     * @param cpu percent of a core, of this process
     * @param transactions of the database, in a second
     */
    private record Cost(double cpu, double transactions) {}
}
