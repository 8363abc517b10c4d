package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.metrics.Metric;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a running server tells of the journal: to probes, and to Prometheus with its dashboard. */
class HealthAndMetricsIT {

    private static final String CONSUMER = "shop-events";
    private static final Path DASHBOARD = Path.of("..", "docs", "grafana-dashboard.json");
    private static final Pattern EXPORTED = Pattern.compile("(?m)^(es_[a-z_]+)[{ ]");
    private static final Pattern QUERIED = Pattern.compile("\\bes_[a-z_]+\\b");

    private static String url;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        Path directory =
                Files.createTempDirectory(
                        Path.of(System.getProperty("annals.servers")), "observed");
        Path war = directory.resolve("shop.war");
        DemoArchive.withProbe().as(ZipExporter.class).exportTo(war.toFile());
        url = Databases.newPostgresqlUrl("observed");
        server =
                ServerProcess.start(
                        war,
                        directory,
                        Map.of(
                                "ES_DB_URL", url,
                                "ES_DB_USER", "postgres",
                                "ES_DB_PASSWORD", "postgres",
                                "ES_HEALTH_MAX_LAG", "3",
                                "ES_HEALTH_PATIENCE", "PT1S"));
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void probes_are_told_of_threads_start_journal_and_consumers() throws IOException {
        assertEquals(200, probe("live").status());
        assertEquals("UP", check("live", "es-journal-live").getString("status"));
        await(
                "the start to be over",
                () -> assertEquals("UP", check("started", "es-journal").getString("status")));
        server.shop().open("eve");
        await("readiness", () -> assertEquals(200, probe("ready").status()));
        JsonObject journal = check("ready", "es-journal");
        assertEquals("UP", journal.getString("status"));
        assertTrue(journal.getJsonObject("data").containsKey("position"));
        for (String consumer :
                List.of(
                        "account-events",
                        "article-interest-1",
                        "article-interest-2",
                        "sales-board-1",
                        CONSUMER)) {
            JsonObject check = check("ready", "es-consumer-" + consumer);
            assertEquals("UP", check.getString("status"));
            assertEquals(
                    Set.of("paused", "positionsBehind", "unmovedSeconds"),
                    check.getJsonObject("data").keySet());
        }
        JsonObject others = check("ready", "es-consumers");
        assertEquals("UP", others.getString("status"));
        assertEquals(
                Server.UNDER_TEST == Server.WILDFLY
                        ? null // it leaves out what is empty
                        : JsonValue.EMPTY_JSON_OBJECT,
                others.get("data"));
        for (String probe : List.of("live", "started", "ready")) {
            String told = probe(probe).response().body();
            assertFalse(told.contains("jdbc:") || told.contains("postgres"), told);
        }
    }

    @Test
    void readiness_notices_a_schema_of_another_version_and_liveness_does_not() throws Exception {
        try (Connection database = connect();
                Statement statement = database.createStatement()) {
            statement.executeUpdate("UPDATE es_journal SET schema_version = 7");
            try {
                await(
                        "it to be noticed",
                        () ->
                                assertEquals(
                                        "DOWN", check("ready", "es-journal").getString("status")));
                assertEquals(503, probe("ready").status());
                assertEquals(200, probe("live").status());
            } finally {
                statement.executeUpdate("UPDATE es_journal SET schema_version = 2");
            }
            await("readiness", () -> assertEquals(200, probe("ready").status()));
        }
    }

    @Test
    void readiness_and_metrics_tell_of_a_consumer_that_is_behind_and_does_not_move()
            throws Exception {
        try (Connection holder = connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            await("the checkpoint to be there", () -> assertTrue(lockCheckpoint(statement)));
            for (int i = 0; i < 6; i++) {
                server.shop().open("eve");
            }
            String check = "es-consumer-" + CONSUMER;
            await(
                    "it to be noticed",
                    () -> assertEquals("DOWN", check("ready", check).getString("status")));
            assertEquals(503, probe("ready").status());
            JsonObject told = check("ready", check).getJsonObject("data");
            assertTrue(Answers.number(told, "positionsBehind") > 3, told::toString);
            assertTrue(Answers.number(told, "unmovedSeconds") >= 1, told::toString);
            await(
                    "the others to have moved",
                    () ->
                            assertEquals(
                                    "UP",
                                    check("ready", "es-consumer-article-interest-1")
                                            .getString("status")));
            await("the lag", () -> lag().ifPresent(lag -> assertTrue(lag >= 6, "lag: " + lag)));
            assertEquals(200, probe("live").status());
            holder.rollback();
        }
        await("readiness", () -> assertEquals(200, probe("ready").status()));
        await("no lag", () -> lag().ifPresent(lag -> assertEquals(0, lag)));
    }

    @Test
    void every_metric_is_exported_and_on_the_dashboard_which_asks_for_no_other()
            throws IOException {
        server.shop().open("eve");
        String metrics = server.shop().metrics();
        Set<String> exported = names(EXPORTED.matcher(metrics).results());
        if (!Server.UNDER_TEST.exportsMetrics()) {
            assertEquals(Set.of(), exported);
            return;
        }
        Set<String> queried = queried();
        assertFalse(queried.isEmpty(), "no queries");
        assertEquals(
                List.of(),
                queried.stream().filter(name -> !exported.contains(name)).toList(),
                () -> "are asked for, and exported are only " + exported);
        assertEquals(
                List.of(),
                Stream.of(Metric.values())
                        .filter(metric -> queried.stream().noneMatch(name -> isOf(metric, name)))
                        .toList(),
                "are not on the dashboard");
        assertEquals(
                List.of(),
                exported.stream()
                        .filter(
                                name ->
                                        Stream.of(Metric.values())
                                                .noneMatch(metric -> isOf(metric, name)))
                        .toList(),
                "are no metrics");
        for (String quantile :
                List.of("0.5", "0.95", "0.99")) { // of which the dashboard draws lines
            assertTrue(
                    metrics.lines()
                            .filter(line -> line.startsWith("es_append_duration_seconds{"))
                            .anyMatch(line -> line.contains("quantile=\"%s\"".formatted(quantile))),
                    () -> "no quantile %s: %s".formatted(quantile, metrics));
        }
        assertTrue(server.shop().gauge("es_append_duration_seconds_count").orElseThrow() > 0);
        double longest = server.shop().gauge("es_append_duration_seconds_max").orElseThrow();
        assertTrue(longest > 0 && longest < 120, () -> "no seconds: " + longest); // nor nanoseconds
        assertEquals(0, server.shop().gauge("es_events_skipped").orElseThrow());
    }

    private static boolean lockCheckpoint(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "SELECT 1 FROM es_checkpoint WHERE consumer = '%s' FOR UPDATE"
                                .formatted(CONSUMER))) {
            return row.next();
        }
    }

    private static boolean isOf(Metric metric, String exported) {
        return exported.matches(
                Pattern.quote(metric.id().replace('.', '_'))
                        + "(_seconds(_count|_sum|_max|_mean)?|_total)?");
    }

    private static Set<String> queried() throws IOException {
        JsonObject dashboard = (JsonObject) Answers.json(Files.readString(DASHBOARD));
        return names(
                dashboard.getJsonArray("panels").getValuesAs(JsonObject.class).stream()
                        .flatMap(
                                panel ->
                                        panel
                                                .getJsonArray("targets")
                                                .getValuesAs(JsonObject.class)
                                                .stream())
                        .map(target -> target.getString("expr"))
                        .flatMap(query -> QUERIED.matcher(query).results()));
    }

    private static Set<String> names(Stream<MatchResult> found) {
        return found.map(name -> name.group().replaceAll("[{ ]", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Empty on a server that has no metrics of an application's. */
    private static OptionalDouble lag() throws IOException {
        OptionalDouble lag =
                server.shop()
                        .metrics()
                        .lines()
                        .filter(line -> line.startsWith("es_consumer_lag"))
                        .filter(line -> line.contains("consumer=\"%s\"".formatted(CONSUMER)))
                        .mapToDouble(
                                line ->
                                        Double.parseDouble(
                                                line.substring(line.lastIndexOf(' ') + 1)))
                        .findFirst();
        assertEquals(Server.UNDER_TEST.exportsMetrics(), lag.isPresent(), "lag of " + CONSUMER);
        return lag;
    }

    private static JsonObject check(String probe, String name) throws IOException {
        return probe(probe).object().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name + " in " + probe));
    }

    private static Answer probe(String name) throws IOException {
        return server.shop().probe(name);
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    private static void await(String what, ThrowingRunnable assertion) {
        Awaitility.await(what).atMost(Duration.ofMinutes(1)).untilAsserted(assertion);
    }
}
