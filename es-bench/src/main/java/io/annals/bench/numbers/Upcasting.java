package io.annals.bench.numbers;

import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Apply;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.evolution.Upcaster;
import io.annals.es.jackson.JacksonEventSerializer;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.Evolution;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.Orphans;
import io.annals.testing.TestDatabase;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** Measures what it costs to load events of long ago, which a chain of upcasters leads to today. */
public final class Upcasting {

    private static final int CHAIN = 5;
    private static final int EVENTS = 10_000;
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** As it was once: some 300 bytes of JSON. */
    @EventType("sold")
    public record Sold(String sku, int quantity, String note) {}

    /** As it is today. */
    @EventType(value = "sold", revision = CHAIN + 1)
    public record SoldToday(String sku, int quantity, String note, int step) {}

    /** Counts pieces. */
    @Aggregate(value = "sales", events = SoldToday.class)
    public record Sales(long pieces) {

        /** Before the first event. */
        public Sales() {
            this(0);
        }

        @Apply
        Sales next(SoldToday event) {
            return new Sales(pieces + event.quantity());
        }
    }

    private final Options options;
    private final TestDatabase database;
    private final JournalStorage storage;
    private final List<String> lines = new ArrayList<>();

    private Upcasting(Options options, TestDatabase database, JournalStorage storage) {
        this.options = options;
        this.database = database;
        this.storage = storage;
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
        Path folder = Files.createTempDirectory("annals-upcasting");
        Orphans.leaveNothing(folder);
        Kind.Running running = options.kind().start(folder);
        try (AutoCloseable server = running.server();
                TestDatabase database = new TestDatabase(running.login());
                JournalStorage storage = database.journal()) {
            new Upcasting(options, database, storage).measure();
        }
        return 0;
    }

    private void measure() {
        measure("JSON-B (Yasson)", new JsonbEventSerializer());
        measure("Jackson", new JacksonEventSerializer());
        System.out.printf(
                Locale.ROOT,
                "%s, %d cores, JDK %s; a stream of %,d events, %d rounds; median (least–most)%n%n| | |%n|---|---|%n",
                database.product(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                EVENTS,
                options.rounds());
        lines.forEach(System.out::println);
    }

    private void measure(String what, EventSerializer serializer) {
        String note = "x".repeat(250);
        String old = what + " old";
        String today = what + " today";
        append(journal(serializer, Sold.class), old, new Sold("pear", 1, note));
        append(journal(serializer, SoldToday.class), today, new SoldToday("pear", 1, note, CHAIN));
        AggregateDefinition<Sales> definition = AggregateDefinition.of(Sales.class);
        AggregateRepository<Sales> sales =
                new JournalRepository<>(
                        definition,
                        journal(serializer, SoldToday.class)
                                .upcasting(Evolution.of(chain(), serializer)));
        List<Double> written = new ArrayList<>();
        List<Double> upcast = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= options.rounds(); round++) {
            double one = millis(sales, today);
            double other = millis(sales, old);
            System.err.printf("%s, round %d: %.1f, %.1f ms%n", what, round, one, other);
            if (round > 0) {
                written.add(one);
                upcast.add(other);
                ratios.add(other / one);
            }
        }
        row(what + ": load of events of today, ms", written, "%.1f");
        row(
                what + ": load of events that %d upcasters change, ms".formatted(CHAIN),
                upcast,
                "%.1f");
        row("ratio", ratios, "%.2f");
    }

    private static List<Upcaster<JsonObject>> chain() {
        return IntStream.rangeClosed(1, CHAIN)
                .mapToObj(
                        revision ->
                                Upcaster.<JsonObject>change(
                                        "sold",
                                        revision,
                                        sold ->
                                                JSON.createObjectBuilder(sold)
                                                        .add("step", revision)
                                                        .build()))
                .toList();
    }

    private TypedJournal journal(EventSerializer serializer, Class<?> event) {
        EventTypes types = EventTypes.of(List.of(event));
        return new TypedJournal(storage, serializer, () -> types, database.transactions, () -> {});
    }

    private static void append(TypedJournal journal, String id, Object event) {
        journal.append(
                new StreamId("sales", id),
                ExpectedVersion.noStream(),
                Collections.nCopies(EVENTS, event));
    }

    private double millis(AggregateRepository<Sales> sales, String id) {
        long end = System.nanoTime() + options.round().toNanos();
        long begun = System.nanoTime();
        int loads = 0;
        for (; System.nanoTime() < end; loads++) {
            database.transactions.inNew(() -> sales.load(id));
        }
        return (System.nanoTime() - begun) / 1e6 / loads;
    }

    private void row(String what, List<Double> values, String format) {
        lines.add("| %s | %s |".formatted(what, new Spread(values).text(format)));
    }
}
