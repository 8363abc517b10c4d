package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the shop's page is made of: catalogue, a cart's past, the live board and its traffic. */
abstract class BoardContract extends KpiContract {

    private static final int MOST_WATCHERS = 100;

    BoardContract(String database) {
        super(database);
    }

    @Test
    void the_page_and_all_that_it_names_come_from_here() throws IOException {
        HttpResponse<String> page = shop.get("../").expect(200).response();
        assertEquals(
                "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
                page.headers().firstValue("Content-Security-Policy").orElseThrow());
        Matcher named = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
        int files = 0;
        for (; named.find(); files++) {
            shop.get("../" + named.group(1))
                    .expect(named.group(1).equals("es-console/") ? 401 : 200);
        }
        assertTrue(files > 5, page.body());
        assertFalse(page.body().contains("style="), page.body());
        assertFalse(page.body().contains("//"), page.body());
    }

    @Test
    void the_catalogue_has_an_article_once() throws IOException {
        JsonArray products = shop.get("catalogue").expect(200).array();
        Set<String> skus =
                products.getValuesAs(JsonObject.class).stream()
                        .map(product -> product.getString("sku"))
                        .collect(Collectors.toSet());
        assertEquals(products.size(), skus.size());
        assertTrue(skus.contains("pear"), skus.toString());
    }

    @Test
    void a_cart_is_shown_as_it_was() throws IOException {
        String cart = shop.open("eve");
        shop.add(cart, "pear", 2, 30).expect(200);
        shop.remove(cart, "pear").expect(200);

        assertEquals(
                0,
                shop.get("carts/%s?version=1".formatted(cart))
                        .expect(200)
                        .object()
                        .getInt("totalCents"));
        JsonObject before = shop.get("carts/%s?version=2".formatted(cart)).expect(200).object();
        assertEquals(60, before.getInt("totalCents"));
        assertEquals(2, before.getInt("version"));
        assertEquals(
                shop.cart(cart),
                shop.get("carts/%s?version=3".formatted(cart)).expect(200).object());
        shop.get("carts/%s?version=4".formatted(cart)).expect(404);
        for (String nonsense : new String[] {"0", "-1", "one", "1.0", ""}) {
            shop.get("carts/%s?version=%s".formatted(cart, nonsense)).expect(400);
        }
    }

    @Test
    void the_board_is_sent_when_it_changes() throws IOException {
        HttpResponse<InputStream> changes = watch();
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(changes.body(), StandardCharsets.UTF_8))) {
            JsonObject first = board(events);
            String cart = shop.open("eve");
            shop.add(cart, "pear", 1, 700).expect(200);
            JsonObject bought = shop.checkOut(cart).expect(200).object();
            long position = awaitPosition(cart, bought.getInt("version"));
            JsonObject later = board(events);
            while (position(later.getJsonObject("kpi")) < position
                    || sold(later) < sold(first) + 700) {
                later = board(events);
            }
            assertTrue(
                    later.getJsonObject("kpi").getInt("checkouts")
                            > first.getJsonObject("kpi").getInt("checkouts"));
        }
    }

    @Test
    void whoever_is_one_too_many_to_watch_the_board_is_told_to_come_again() throws IOException {
        List<InputStream> watching = new ArrayList<>();
        try {
            HttpResponse<InputStream> last = shop.open(shop.request("board/changes"));
            for (; last.statusCode() == 200; last = shop.open(shop.request("board/changes"))) {
                watching.add(last.body());
                assertTrue(watching.size() <= MOST_WATCHERS);
            }
            last.body().close();
            assertEquals(503, last.statusCode());
            assertEquals("10", last.headers().firstValue("Retry-After").orElseThrow());
            assertEquals(
                    "application/problem+json",
                    last.headers().firstValue("Content-Type").orElseThrow());
        } finally {
            for (InputStream board : watching) {
                board.close();
            }
        }
        watch().body().close();
    }

    @Test
    void many_who_come_together_to_watch_the_board_are_counted() {
        Awaitility.await("room for some")
                .atMost(PATIENCE)
                .until(
                        () -> {
                            Map<Integer, Long> answers = comeTogether(2 * MOST_WATCHERS);
                            long watching = answers.getOrDefault(200, 0L);
                            assertTrue(watching <= MOST_WATCHERS, answers::toString);
                            assertEquals(2L * MOST_WATCHERS - watching, answers.get(503));
                            return watching > 0;
                        });
    }

    /** How often each status was the answer. */
    private Map<Integer, Long> comeTogether(int many) throws Exception {
        List<HttpResponse<InputStream>> answers = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<HttpResponse<InputStream>>> coming = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                coming.add(threads.submit(() -> shop.open(shop.request("board/changes"))));
            }
            for (Future<HttpResponse<InputStream>> one : coming) {
                answers.add(one.get());
            }
        } finally {
            threads.shutdown();
            for (HttpResponse<InputStream> answer : answers) {
                answer.body().close();
            }
        }
        return answers.stream()
                .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
    }

    /** Opens the board once there is a place: whoever has gone has his for some seconds still. */
    private HttpResponse<InputStream> watch() {
        return Awaitility.await("a place")
                .atMost(PATIENCE)
                .until(
                        () -> {
                            HttpResponse<InputStream> board =
                                    shop.open(shop.request("board/changes"));
                            if (board.statusCode() != 200) {
                                board.body().close();
                            }
                            return board;
                        },
                        board -> board.statusCode() == 200);
    }

    @Test
    void a_cart_stands_on_the_board_until_it_is_bought() throws IOException {
        String cart = shop.open("eve");
        awaitBoard(cart, 1);
        long before = standing();
        shop.add(cart, "pear", 1, 1).expect(200);
        awaitStanding(before + 1);
        shop.checkOut(cart).expect(200);
        awaitStanding(before);
    }

    @Test
    void traffic_is_bounded_and_ends() throws IOException {
        for (String order :
                new String[] {
                    "{\"rate\":0,\"seconds\":1}",
                    "{\"rate\":51,\"seconds\":1}",
                    "{\"rate\":1,\"seconds\":301}",
                    "{\"rate\":\"1\",\"seconds\":1}",
                    "{}"
                }) {
            shop.post("traffic", order).expect(400);
        }
        JsonObject begun =
                shop.post("traffic", "{\"rate\":50,\"seconds\":300}").expect(200).object();
        assertTrue(begun.getBoolean("running"));
        assertEquals(50, begun.getInt("rate"));
        Awaitility.await("commands")
                .atMost(PATIENCE)
                .until(() -> traffic().getInt("commands") > 50);

        assertFalse(
                shop.send(shop.request("traffic").DELETE())
                        .expect(200)
                        .object()
                        .getBoolean("running"));
        await_that_the_views_equal_the_journal();

        shop.post("traffic", "{\"rate\":5,\"seconds\":1}").expect(200);
        Awaitility.await("the end").atMost(PATIENCE).until(() -> !traffic().getBoolean("running"));
        assertEquals(0, traffic().getInt("secondsLeft"));
        await_that_the_views_equal_the_journal();
    }

    /** Where the journal has the event: some databases number it a moment after its commit. */
    private long awaitPosition(String cart, int version) {
        return position(
                Awaitility.await("the position")
                        .atMost(PATIENCE)
                        .until(
                                () -> shop.events(cart).getJsonObject(version - 1),
                                event -> !event.isNull("position")));
    }

    /** Waits until the board knows of an event, and so of all before it. */
    private void awaitBoard(String cart, int version) throws IOException {
        long position = awaitPosition(cart, version);
        awaitTold(BOARD, state -> assertTrue(position(state) >= position));
    }

    private JsonObject traffic() throws IOException {
        return shop.get("traffic").expect(200).object();
    }

    private long standing() throws IOException {
        return shop.get("board").expect(200).object().getInt("standing");
    }

    private void awaitStanding(long carts) {
        Awaitility.await("the board")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(carts, standing()));
    }

    private static long sold(JsonObject board) {
        return board.getJsonArray("minutes").getValuesAs(JsonObject.class).stream()
                .mapToLong(minute -> minute.getJsonNumber("revenueCents").longValueExact())
                .sum();
    }

    /** The next one that is sent; comments in between are heartbeats. */
    private static JsonObject board(BufferedReader events) throws IOException {
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("data: ")) {
                return Json.createReader(new StringReader(line.substring(6))).readObject();
            }
        }
        throw new AssertionError("The stream of the board's changes ended");
    }
}
