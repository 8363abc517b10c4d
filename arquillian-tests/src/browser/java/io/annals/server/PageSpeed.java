package io.annals.server;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Measures how long the console's requests take, and the pages of the console and the shop, on a
 * large journal on PostgreSQL. No test: it is run by hand (docs/benchmarks.md), and finds nothing
 * wrong but answers that are none.
 */
class PageSpeed {

    private static final int EVENTS = Integer.getInteger("annals.events", 1_000_000);
    private static final int STARTS = 3;
    private static final int ROUNDS = 50;
    private static final int BROWSERS = 5;
    private static final String PASSWORD = "known-to-the-tests-alone";
    private static final String USER = "operator";

    /** The address of a page, and what is there when it can be used. */
    private static final Map<String, String> PAGES =
            Map.of(
                    "", "shop-catalogue button",
                    "es-console/#/journal", "main ul.tags a",
                    "es-console/#/events", "main tbody tr:nth-child(50)",
                    "es-console/#/events?type=item-removed", "main [aria-live] button",
                    "es-console/#/streams", "main ul.list a",
                    "es-console/#/consumers", "main progress",
                    "es-console/#/nodes", "main ul.list li");

    private final Map<String, List<Double>> first = new LinkedHashMap<>();
    private final Map<String, List<Double>> warm = new LinkedHashMap<>();
    private final List<Double> firstOfAll = new ArrayList<>();
    private final Map<String, List<Double>> shown = new LinkedHashMap<>();
    private final Map<String, Long> bytes = new LinkedHashMap<>();

    @Test
    void measure() throws Exception {
        String url = Databases.newPostgresqlUrl("large");
        try (ServerProcess server = start(url)) { // makes the tables, and warms this process up
            List<String> paths = requests("", "", "");
            for (String path : paths) {
                new Console(server.shop(), USER + ":" + PASSWORD).get(path);
            }
        }
        LargeJournal.fill(url, EVENTS);
        String middle = "FROM es_event WHERE position = " + EVENTS / 2;
        List<String> paths =
                requests(
                        LargeJournal.column(url, "SELECT event_id " + middle).get(0),
                        LargeJournal.column(url, "SELECT stream_id " + middle).get(0),
                        LargeJournal.column(
                                        url,
                                        "SELECT to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
                                                + middle)
                                .get(0));
        for (int i = 0; i < STARTS; i++) {
            List<String> order = new ArrayList<>(paths);
            Collections.rotate(order, i * paths.size() / STARTS);
            try (ServerProcess server = start(url)) {
                ask(new Console(server.shop(), USER + ":" + PASSWORD), order);
                if (i == STARTS - 1) {
                    for (int j = 0; j < BROWSERS; j++) {
                        browse(server.shop().root());
                    }
                }
            }
        }
        report();
    }

    private static ServerProcess start(String url) throws IOException {
        return ServerProcess.start(
                Path.of(System.getProperty("annals.war")),
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), "speed"),
                Map.of(
                        "ES_DB_URL", url,
                        "ES_DB_USER", "postgres",
                        "ES_DB_PASSWORD", "postgres",
                        "SHOP_CONSOLE_PASSWORD", PASSWORD));
    }

    /** All that the pages ask for, and the dearest ways to ask for it. */
    private static List<String> requests(String eventId, String stream, String time) {
        int middle = EVENTS / 2;
        return List.of(
                "",
                "console.js",
                "api/journal",
                "api/events",
                "api/events?before=" + middle,
                "api/events?after=" + middle,
                "api/events?time=" + time,
                "api/events?type=checked-out",
                "api/events?type=item-removed",
                "api/events?type=item-removed&before=" + middle,
                "api/events?type=item-removed&category=cart&time=" + time,
                "api/events?category=nothing",
                "api/events?correlation=nothing",
                "api/event?position=" + middle,
                "api/event?id=" + eventId,
                "api/categories?limit=100",
                "api/streams?category=cart",
                "api/streams?category=cart&limit=100&after=" + stream,
                "api/stream?category=cart&id=" + stream,
                "api/snapshots?category=cart&id=" + stream,
                "api/consumers",
                "api/dead-letters?consumer=article-interest-1",
                "api/nodes");
    }

    private void ask(Console console, List<String> order) throws IOException {
        for (int round = 0; round <= ROUNDS; round++) {
            for (String path : order) {
                long begun = System.nanoTime();
                console.get(path).expect(200);
                double millis = (System.nanoTime() - begun) / 1e6;
                if (round == 0 && path.equals(order.get(0))) {
                    firstOfAll.add(millis);
                } else {
                    note(round == 0 ? first : warm, path, millis);
                }
            }
        }
    }

    private void browse(URI root) {
        PAGES.forEach(
                (path, ready) -> {
                    try (Browsing browsing =
                            Browsing.open(
                                    root.resolve("/" + path), 1280, ColorScheme.LIGHT, USER, PASSWORD)) {
                        Object millis =
                                browsing.page()
                                        .waitForFunction(
                                                "ready => document.querySelector(ready) && performance.now()",
                                                ready)
                                        .jsonValue();
                        note(shown, path, ((Number) millis).doubleValue());
                        bytes.put(path, browsing.loaded());
                    }
                });
    }

    private static void note(Map<String, List<Double>> all, String what, double millis) {
        all.computeIfAbsent(what, any -> new ArrayList<>()).add(millis);
    }

    private void report() throws IOException {
        StringBuilder told = new StringBuilder();
        told.append(
                String.format(
                        Locale.ROOT,
                        "%,d events, %d cores, JDK %s; ms%n%nThe first request after each of %d starts: %s%n%n"
                                + "| request | first after a start | median | most |%n|---|---|---|---|%n",
                        EVENTS,
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        STARTS,
                        all(firstOfAll)));
        warm.forEach(
                (path, millis) ->
                        told.append(
                                String.format(
                                        Locale.ROOT,
                                        "| `%s` | %s | %.1f | %.1f |%n",
                                        path,
                                        all(first.getOrDefault(path, List.of())),
                                        millis.stream().sorted().skip(millis.size() / 2).findFirst().orElse(0.0),
                                        Collections.max(millis))));
        told.append(String.format("%n| page, with nothing cached | ms | bytes |%n|---|---|---|%n"));
        shown.forEach(
                (path, millis) ->
                        told.append(
                                String.format(
                                        Locale.ROOT,
                                        "| `/%s` | %s | %,d |%n",
                                        path,
                                        all(millis),
                                        bytes.getOrDefault(path, 0L))));
        System.out.println(told);
        Files.writeString(Path.of("target", "page-speed.md"), told);
    }

    private static String all(List<Double> millis) {
        return millis.stream()
                .map(one -> String.format(Locale.ROOT, "%.0f", one))
                .collect(Collectors.joining(", "));
    }
}
