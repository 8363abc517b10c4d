package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two servers on one database, which poll so rarely that only wake-ups can tell one what the other
 * has committed.
 */
@TestMethodOrder(OrderAnnotation.class)
class TwoNodesIT {

    private static final int CUSTOMERS = 20;
    private static final int COMMANDS = 500;
    private static final int WAKE_UPS = 50;
    private static final String LEASE = "consumer shop-events";

    private static final String ARTICLES = "article-interest-1";

    private static final Pattern STUCK =
            Pattern.compile("stuck in its handler for [3-9][0-9] s at position [0-9]+");
    private static final String WAITING = "es_positions_waiting_seconds";

    private static String url;
    private static JournalTables tables;
    private static ServerProcess one;
    private static ServerProcess other;

    @BeforeAll
    static void start() throws Exception {
        Path servers = Files.createDirectory(Path.of(System.getProperty("annals.run"), "nodes"));
        Path war = servers.resolve("shop.war");
        DemoArchive.withProbe().as(ZipExporter.class).exportTo(war.toFile());
        url = Databases.newPostgresqlUrl("nodes");
        tables = new JournalTables(url);
        Map<String, String> environment =
                new HashMap<>(
                        Map.of(
                                "ES_DB_URL", url,
                                "ES_DB_USER", "postgres",
                                "ES_DB_PASSWORD", "postgres",
                                "ES_JOURNAL_LEASE", "PT20S", // longer than a busy node stands still
                                "ES_JOURNAL_POLL_INTERVAL", "PT1H",
                                "ES_JOURNAL_BUSY_POLL_INTERVAL", "PT1H"));
        one = start(war, servers.resolve("one"), environment);
        other = start(war, servers.resolve("other"), environment);
    }

    @AfterAll
    static void stop() {
        Stream.of(one, other).filter(server -> server != null).forEach(ServerProcess::close);
    }

    @Test
    @Order(1)
    void a_commit_on_one_node_wakes_the_other() throws IOException {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < WAKE_UPS; i++) {
            micros.add(microsUntilSeen(one.shop(), other.shop()));
            micros.add(microsUntilSeen(other.shop(), one.shop()));
        }
        LongStream sorted = micros.stream().mapToLong(Long::longValue).sorted();
        System.out.printf(
                "A commit on one node was known to the other after %d µs (median of %d, over HTTP)%n",
                sorted.skip(WAKE_UPS).findFirst().orElseThrow(), micros.size());
    }

    @Test
    @Order(2)
    void its_readiness_tells_how_the_journal_and_its_consumers_are_doing() throws IOException {
        JsonObject check = one.shop().health();
        assertEquals("UP", check.getString("status"));
        assertTrue(check.getJsonObject("data").containsKey("position"), check::toString);
        assertTrue(
                check.getJsonObject("data").containsKey("consumer.shop-events"), check::toString);
    }

    @Test
    @Order(3)
    void its_metrics_tell_how_long_readers_wait() throws IOException {
        String metrics = one.shop().metrics();
        for (String gauge :
                List.of(
                        WAITING,
                        "es_consumers_stopped",
                        "es_dead_letters",
                        "es_dead_letters_dismissed",
                        "es_events_skipped")) {
            assertEquals(
                    Server.UNDER_TEST.exportsMetrics(),
                    metrics.lines().anyMatch(line -> line.matches(gauge + "(\\{[^}]*})? [0-9.]+")),
                    metrics);
        }
    }

    @ParameterizedTest
    @Order(4)
    @CsvSource({
        "GET, admin",
        "GET, admin/consumers",
        "POST, admin/consumers",
        "OPTIONS, admin/consumers",
        "POST, admin/consumers/shop-events/pause",
        "DELETE, admin/consumers/shop-events/pause"
    })
    void without_a_configured_token_nothing_is_there_for_operators(String method, String path)
            throws IOException {
        Answer nowhere = one.shop().get("nowhere").expect(404);
        for (String authorization : List.of("Bearer ", "Bearer null", "Basic YTph")) {
            Answer answer =
                    one.shop()
                            .send(
                                    one.shop()
                                            .request(path)
                                            .header("Authorization", authorization)
                                            .method(method, BodyPublishers.noBody()))
                            .expect(404);
            assertEquals(nowhere.object(), answer.object());
        }
    }

    @Test
    @Order(5)
    void both_tell_for_whom_readers_wait_until_that_is_over() throws Exception {
        try (JournalTables.ParkedAppend parked = tables.park("the parked till")) {
            one.shop().open("eve");
            for (ServerProcess server : List.of(one, other)) {
                awaitStandstill(server, parked.pid());
            }
        }
        for (ServerProcess server : List.of(one, other)) {
            Awaitility.await("the readers to go on")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> {
                                JsonObject data = server.shop().health().getJsonObject("data");
                                assertFalse(data.containsKey("heldUpBy"), data::toString);
                                assertFalse(data.containsKey("waitingSeconds"), data::toString);
                                server.shop()
                                        .gauge(WAITING)
                                        .ifPresent(seconds -> assertEquals(0, seconds));
                                server.assertLogged("Readers of the journal go on after position");
                            });
        }
    }

    @Test
    @Order(6)
    void it_tells_for_how_long_a_handler_does_not_return_and_goes_on_when_it_does()
            throws Exception {
        JournalTables.Lease lease = tables.leases().get("consumer " + ARTICLES);
        ServerProcess leader = lease.isOf(one) ? one : other;
        String cart = leader.shop().open("eve");
        JsonArray before = leader.shop().articles();
        try (CutOffView view = CutOffView.of("marketing_article", url)) {
            leader.shop().add(cart, "pear", 1, 1).expect(200);
            view.awaitHeldUp();
            Awaitility.await("the handler to be told of")
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> {
                                String health = leader.shop().health(ARTICLES);
                                assertTrue(STUCK.matcher(health).matches(), health);
                            });
            assertEquals("UP", leader.shop().health().getString("status"));
            assertEquals(lease, tables.leases().get("consumer " + ARTICLES));
            assertEquals(before, leader.shop().articles());
        }
        Awaitility.await("the handler to return")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> {
                            assertEquals(
                                    JournalFold.of(leader.shop().journal()).articles(),
                                    leader.shop().articles());
                            String health = leader.shop().health(ARTICLES);
                            assertTrue(health.startsWith("running at position "), health);
                        });
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void nothing_is_lost_skipped_or_counted_twice_when_the_one_that_leads_is_killed()
            throws Exception {
        ServerProcess leader = tables.leases().get(LEASE).isOf(one) ? one : other;
        ServerProcess heir = leader == one ? other : one;
        Shoppers doomed = new Shoppers(leader.shop(), CUSTOMERS, COMMANDS);
        Shoppers lasting = new Shoppers(heir.shop(), CUSTOMERS, 3 * COMMANDS);
        JournalTables.Lease lost;
        try (lasting) {
            try (doomed) {
                doomed.awaitEnough();
                lost = tables.leases().get(LEASE);
                assertTrue(lost.isOf(leader), lost::toString);
                leader.kill();
            }
            Awaitility.await("the other to lead")
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> {
                                JournalTables.Lease now = tables.leases().get(LEASE);
                                assertTrue(now.isOf(heir), now::toString);
                                assertEquals(lost.epoch() + 1, now.epoch());
                            });
            lasting.awaitEnough();
        }
        assertEquals(
                List.of(),
                Stream.of(doomed, lasting).flatMap(all -> all.unexpected().stream()).toList());

        Shop shop = heir.shop();
        String afterwards = shop.open("the first after the crash");
        Awaitility.await("the new event to be settled")
                .atMost(Duration.ofMinutes(1))
                .until(() -> JournalFold.of(shop.journal()).event(afterwards, 1) != null);
        JournalFold journal = JournalFold.awaitViews(shop);
        assertAll(
                Stream.of(doomed, lasting)
                        .flatMap(all -> all.acknowledged().stream())
                        .map(command -> () -> command.assertIn(journal)));
        System.out.printf(
                "Two nodes, one killed: %d and %d acknowledged commands, %d events in the journal up to position %d%n",
                doomed.acknowledged().size(),
                lasting.acknowledged().size(),
                journal.size(),
                journal.position());
    }

    private static ServerProcess start(Path war, Path directory, Map<String, String> environment)
            throws IOException {
        return ServerProcess.start(war, Files.createDirectories(directory), environment);
    }

    /** How long after an answer of one node the other knows of what it has committed. */
    private static long microsUntilSeen(Shop writer, Shop reader) throws IOException {
        long before = position(reader);
        writer.open("eve");
        long committed = System.nanoTime();
        Awaitility.await("the other node to be woken")
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> position(reader) > before);
        return (System.nanoTime() - committed) / 1_000;
    }

    private static long position(Shop shop) throws IOException {
        return Answers.number(shop.health().getJsonObject("data"), "position");
    }

    private static void awaitStandstill(ServerProcess server, long pid) {
        Awaitility.await("readers to be told to wait for pid " + pid)
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> {
                            JsonObject check = server.shop().health();
                            assertEquals("UP", check.getString("status"));
                            JsonObject data = check.getJsonObject("data");
                            assertTrue(
                                    data.getString("heldUpBy", "")
                                            .matches(
                                                    "transaction of pid %d since 2[-0-9]+ [0-9:.+]+"
                                                            .formatted(pid)),
                                    data::toString);
                            assertTrue(Answers.number(data, "waitingSeconds") >= 5, data::toString);
                            server.shop()
                                    .gauge(WAITING)
                                    .ifPresent(seconds -> assertTrue(seconds >= 5));
                            server.assertLogged(
                                    "transaction of pid %d (application 'the parked till', user postgres, "
                                            .formatted(pid));
                        });
    }
}
