package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.server.aside.Picky;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A projection that sets aside what it cannot handle, in a server that is killed meanwhile: every
 * event comes to its view once, those of a cart in order, or is dismissed.
 */
class DeadLettersIT {

    private String url = "";

    @BeforeEach
    void make_the_views_table() throws SQLException {
        url = Databases.newPostgresqlUrl("aside");
        execute("CREATE TABLE picky (place bigserial, stream varchar(255), version bigint)");
    }

    @Test
    void streams_wait_for_a_decision_across_a_crash_and_then_go_on_in_order() throws Exception {
        Path directory =
                Files.createDirectories(Path.of(System.getProperty("annals.run"), "aside"));
        Path war = directory.resolve("shop.war");
        DemoArchive.withProbe()
                .addPackage(Picky.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        Map<String, String> environment =
                Map.of(
                        "ES_DB_URL", url,
                        "ES_DB_USER", "postgres",
                        "ES_DB_PASSWORD", "postgres",
                        "ES_CONSUMER_PICKY_1_ON_ERROR", "dead-letter");

        String waiting;
        String leftOut;
        String sound;
        try (ServerProcess server = ServerProcess.start(war, directory, environment)) {
            Shop shop = server.shop();
            waiting = cart(shop, 1, 13, 2, 3);
            leftOut = cart(shop, 13, 4);
            sound = cart(shop, 5, 6, 7);
            await("the sound cart to be in the view", () -> versions(sound).size() == 4);
            await("five events to be set aside", () -> letters(shop).size() == 5);
            assertEquals(List.of(1L, 2L), versions(waiting));
            assertEquals(List.of(1L), versions(leftOut));
            await(
                    "the metrics to tell of them",
                    () ->
                            shop.metrics()
                                            .lines()
                                            .anyMatch(
                                                    line ->
                                                            line.matches(
                                                                    "es_dead_letters(\\{.*})? 5(\\.0)?"))
                                    == Server.UNDER_TEST.exportsMetrics());
            server.kill();
        }

        try (ServerProcess server = ServerProcess.start(war, directory, environment)) {
            Shop shop = server.shop();
            shop.add(waiting, "late", 8, 1).expect(200);
            await("the late event to wait, too", () -> letters(shop).size() == 6);

            Console console = operator(server);
            long failed = failedOf(shop, waiting);
            JsonObject failure = letter(console, failed).getJsonObject("failure");
            assertEquals("unlucky", failure.getString("message"));
            assertTrue(failure.getString("stackTrace").contains("unlucky"));
            String hidden = letter(new Console(shop, "watcher:for-the-test"), failed).toString();
            assertFalse(hidden.contains("unlucky"), hidden);
            assertTrue(hidden.contains("Picky"), hidden);
            console.act(order("retry", ",\"position\":1")).expect(404);
            console.act(order("retry", ",\"position\":" + failed)).expect(204);
            await("it to have failed again", () -> letter(console, failed).getInt("attempts") == 2);
            await(
                    "the consumers to tell of them",
                    () ->
                            console.get("api/consumers")
                                    .response()
                                    .body()
                                    .contains("\"deadLetters\":6"));

            shop.post("aside/content", "").expect(204);
            shop.post("aside/%d/retry".formatted(failedOf(shop, waiting)), "").expect(204);
            shop.post("aside/%d/dismiss".formatted(failedOf(shop, leftOut)), "").expect(204);
            await("nothing to be set aside", () -> letters(shop).isEmpty());

            assertEquals(LongStream.rangeClosed(1, 6).boxed().toList(), versions(waiting));
            assertEquals(List.of(1L, 3L), versions(leftOut));
            assertEquals(List.of(1L, 2L, 3L, 4L), versions(sound));
            assertTrue(
                    server.log()
                            .lines()
                            .anyMatch(
                                    line ->
                                            line.contains(leftOut + " version 2")
                                                    && line.contains("dismissed by the test")),
                    "the log names who has dismissed what");

            console.act(order("pause", "")).expect(204);
            console.act("{\"action\":\"pause\",\"consumer\":\"no\\nbody\"}").expect(404);
            server.assertLogged("Console: pause of consumer picky-1, asked for by operator: done");
            server.assertLogged(
                    "Console: pause of consumer no?body, asked for by operator: refused");

            Console guessing = new Console(shop, "operator:a-guess");
            await(
                    "guesses to be refused, and what is right, or it would be told apart",
                    () -> isRefused(guessing) && isRefused(console));
            await("the operator to be let in", () -> console.get("").status() == 200);
        }
    }

    /** For some seconds, until one more guess may be made. */
    private static boolean isRefused(Console console) throws IOException {
        Answer answer = console.get("");
        if (answer.status() != 429) {
            return false;
        }
        assertTrue(answer.expect(429).header("Retry-After").matches("[1-5]"));
        return true;
    }

    /** By the password that the demo has made itself, and told in the log. */
    private static Console operator(ServerProcess server) throws IOException {
        Matcher told =
                Pattern.compile("the user operator by the password (\\S{24}) ")
                        .matcher(server.log());
        assertTrue(told.find(), "the log tells the password");
        return new Console(server.shop(), "operator:" + told.group(1));
    }

    private static JsonObject letter(Console console, long position) throws IOException {
        return console.get("api/dead-letters?limit=1&consumer=picky-1&after=" + (position - 1))
                .expect(200)
                .object()
                .getJsonArray("letters")
                .getJsonObject(0);
    }

    private static String order(String action, String more) {
        return "{\"action\":\"%s\",\"consumer\":\"picky-1\"%s}".formatted(action, more);
    }

    private static String cart(Shop shop, int... quantities) throws IOException {
        String cart = shop.open("Ada");
        for (int quantity : quantities) {
            shop.add(cart, "sku", quantity, 1).expect(200);
        }
        return cart;
    }

    private static List<JsonObject> letters(Shop shop) throws IOException {
        return shop.get("aside").expect(200).array().getValuesAs(JsonObject.class);
    }

    private static long failedOf(Shop shop, String cart) throws IOException {
        return letters(shop).stream()
                .filter(letter -> letter.getString("stream").equals(cart))
                .filter(letter -> letter.getInt("attempts") > 0)
                .mapToLong(letter -> letter.getJsonNumber("position").longValueExact())
                .findFirst()
                .orElseThrow();
    }

    /** What the view has of a cart, in the order in which it came. */
    private List<Long> versions(String cart) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT stream, version FROM picky ORDER BY place")) {
            List<Long> versions = new ArrayList<>();
            while (rows.next()) {
                if (rows.getString(1).equals(cart)) {
                    versions.add(rows.getLong(2));
                }
            }
            return versions;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofMinutes(1)).until(condition);
    }
}
