package io.annals.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations console: who may see it, what it shows and what it does. */
abstract class ConsoleContract extends InlineContract {

    private static final String MARKUP = "<img src=x onerror=alert(1)>'\"&";
    private static final String OPERATOR = "operator:known-to-the-tests-alone"; // arquillian.xml
    private static final String WATCHER = "watcher:for-the-test"; // may not read payloads
    private static final String GUEST = "guest:for-the-test"; // has another role

    ConsoleContract(String database) {
        super(database);
    }

    @Test
    void nobody_is_told_anything_without_saying_who_he_is() throws IOException {
        for (String authorization :
                new String[] {
                    null,
                    "Basic",
                    "Basic ",
                    "Basic !!!",
                    "Basic b3BlcmF0b3I",
                    Console.basic("operator:"),
                    Console.basic("operator:wrong"),
                    Console.basic("nobody:known-to-the-tests-alone"),
                    Console.basic("operator"),
                    "Bearer known-to-the-tests-alone"
                }) {
            for (HttpRequest.Builder request : everything()) {
                if (authorization != null) {
                    request.header("Authorization", authorization);
                }
                Answer answer = shop.send(request);
                if (authorization != null && !Server.UNDER_TEST.survives(authorization)) {
                    assertEquals(500, answer.status());
                    continue;
                }
                answer.expect(401);
                assertTrue(answer.header("WWW-Authenticate").startsWith("Basic "), authorization);
            }
        }
        assertEquals("running", state(ARTICLES).getString("activity"));
    }

    @Test
    void nobody_is_told_anything_without_the_role() throws IOException {
        for (HttpRequest.Builder request : everything()) {
            shop.send(request.header("Authorization", Console.basic(GUEST))).expect(403);
        }
        assertEquals("running", state(ARTICLES).getString("activity"));
    }

    @Test
    void the_rest_of_the_shop_asks_nobody_who_he_is() throws IOException {
        shop.send(shop.request("kpi").header("Authorization", Console.basic("operator:wrong")))
                .expect(200);
    }

    @Test
    void the_pages_and_all_that_they_name_come_from_here() throws IOException {
        Answer page = console("").expect(200);
        assertEquals(
                "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
                page.header("Content-Security-Policy"));
        assertEquals("nosniff", page.header("X-Content-Type-Options"));
        assertEquals("no-store", page.header("Cache-Control"));
        Matcher named =
                Pattern.compile("(?:src|href)=\"([a-z.]+)\"").matcher(page.response().body());
        int files = 0;
        for (; named.find(); files++) {
            console(named.group(1)).expect(200);
        }
        assertEquals(3, files);
        String bare = shop.send(as(OPERATOR, "../es-console")).expect(302).header("Location");
        assertEquals(shop.root().getPath() + "es-console/", bare);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing.js",
                "ConsoleServlet.class",
                "pages/index.html",
                "api",
                "api/",
                "api/nothing",
                "api/journal/more",
                "api/event?id=6f0d4d0e-0d0f-4d4f-8d0e-0d0f4d4f8d0e",
                "api/event?position=0",
                "api/event?position=999999999999",
                "api/stream?category=cart&id=nobody",
                "api/stream?category=nothing&id=nobody",
                "api/stream?category=cart&id=%3C%2Fscript%3E",
                "api/dead-letters?consumer=nobody"
            })
    void what_is_not_there_is_not_found(String path) throws IOException {
        console(path).expect(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/events?before=-1",
                "api/events?before=x",
                "api/events?after=1&after=2",
                "api/events?after=1&before=2",
                "api/events?after=1&time=2026-01-31T12:00:00Z",
                "api/events?before=1&time=2026-01-31T12:00:00Z",
                "api/event?position=1&id=6f0d4d0e-0d0f-4d4f-8d0e-0d0f4d4f8d0e",
                "api/events?limit=0",
                "api/events?limit=101",
                "api/events?type=%3Cb%3E",
                "api/events?time=yesterday",
                "api/event",
                "api/event?id=4711",
                "api/stream?category=cart",
                "api/stream?category=%3Cb%3E&id=a",
                "api/stream?category=cart&id=a%00b",
                "api/streams",
                "api/dead-letters"
            })
    void what_makes_no_sense_is_refused(String path) throws IOException {
        console(path).expect(400);
    }

    @Test
    void events_are_paged_back_and_on_and_searched() throws IOException {
        String correlation = UUID.randomUUID().toString();
        String account = UUID.randomUUID().toString();
        shop.post("probe/account/%s/of/%s".formatted(account, correlation), "").expect(204);
        for (int i = 0; i < 8; i++) {
            shop.open("eve");
        }
        JsonObject opened = awaitFound("correlation=" + correlation);
        assertEquals("account", opened.getString("category"));
        assertEquals(account, opened.getString("id"));
        assertEquals("account-opened", opened.getString("type"));

        JsonObject newest = events("limit=5");
        List<Long> positions = positions(newest.getJsonArray("events"));
        assertEquals(5, positions.size());
        JsonObject older = events("limit=5&before=" + newest.getJsonNumber("older"));
        assertTrue(positions(older.getJsonArray("events")).get(0) < positions.get(4));
        JsonObject again = events("limit=5&after=" + older.getJsonNumber("newer"));
        assertEquals(positions, positions(again.getJsonArray("events")));

        JsonObject none = events("before=0");
        assertEquals(JsonValue.EMPTY_JSON_ARRAY, none.getJsonArray("events"));
        assertEquals(JsonValue.NULL, none.get("older"));
        JsonObject oldest = events("limit=1&after=" + none.getJsonNumber("newer"));
        assertEquals(1, oldest.getJsonArray("events").size());

        for (JsonObject event :
                events("type=account-opened&category=account")
                        .getJsonArray("events")
                        .getValuesAs(JsonObject.class)) {
            assertEquals("account-opened", event.getString("type"));
        }
        JsonObject byTime =
                events("limit=1&time=" + opened.getString("time"))
                        .getJsonArray("events")
                        .getJsonObject(0);
        assertFalse(byTime.getString("time").compareTo(opened.getString("time")) < 0);

        JsonObject whole = api("event?position=" + opened.getJsonNumber("position"));
        assertEquals(whole, api("event?id=" + opened.getString("eventId")));
        assertEquals(correlation, whole.getJsonObject("metadata").getString("correlation-id"));
    }

    @Test
    void streams_are_found_by_category_with_their_events() throws IOException {
        String cart = shop.open("eve");
        shop.add(cart, "pear", 1, 1).expect(200);
        shop.add(cart, "pear", 1, 1).expect(200);
        List<String> categories = names(api("categories").getJsonArray("names"));
        assertTrue(categories.contains("cart"), categories::toString);
        JsonObject full = api("categories?limit=" + categories.size());
        assertEquals(categories, names(full.getJsonArray("names")));
        assertEquals(JsonValue.NULL, full.get("next"));

        List<String> carts = new ArrayList<>();
        JsonObject page = api("streams?category=cart&limit=10");
        while (page.get("next") != JsonValue.NULL) {
            carts.addAll(names(page.getJsonArray("names")));
            page = api("streams?category=cart&limit=10&after=" + page.getString("next"));
        }
        carts.addAll(names(page.getJsonArray("names")));
        assertTrue(carts.contains(cart));
        assertEquals(carts.size(), carts.stream().distinct().count());

        JsonObject stream = api("stream?category=cart&limit=2&id=" + cart);
        assertEquals(2, stream.getJsonArray("events").size());
        JsonObject rest =
                api("stream?category=cart&id=%s&after=%d".formatted(cart, stream.getInt("next")));
        assertEquals(3, rest.getJsonArray("events").getJsonObject(0).getInt("version"));
        assertEquals(JsonValue.NULL, rest.get("next"));
        assertEquals(
                JsonValue.EMPTY_JSON_ARRAY,
                api("snapshots?category=cart&id=" + cart).getJsonArray("snapshots"));
    }

    @Test
    void payloads_are_shown_to_those_who_may_read_them_only() throws IOException {
        String customer = UUID.randomUUID().toString();
        String cart = shop.open(customer);
        String path = "api/event?id=" + firstOf(cart).getString("eventId");

        JsonObject read = console(path).expect(200).object();
        assertEquals("{\"customer\":\"%s\"}".formatted(customer), read.getString("payload"));
        assertFalse(read.getBoolean("hidden"));

        JsonObject hidden = shop.send(as(WATCHER, path)).expect(200).object();
        assertTrue(hidden.getBoolean("hidden"));
        assertEquals(JsonValue.NULL, hidden.get("payload"));
        assertFalse(hidden.toString().contains(customer));
        assertEquals(read.getInt("bytes"), hidden.getInt("bytes"));
    }

    @Test
    void markup_in_ids_and_payloads_stays_a_text() throws IOException {
        String id = MARKUP + UUID.randomUUID();
        shop.post("probe/account/%s/of/%s".formatted(encoded(id), encoded(MARKUP)), "").expect(204);

        Answer answer = console("api/stream?category=account&id=" + encoded(id)).expect(200);
        assertEquals("application/json", answer.header("Content-Type"));
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertEquals(id, answer.object().getString("id"));
        JsonObject event = answer.object().getJsonArray("events").getJsonObject(0);
        JsonObject whole = api("event?id=" + event.getString("eventId"));
        assertEquals("{\"owner\":\"<b>Ada</b>\"}", whole.getString("payload"));
        assertEquals(MARKUP, whole.getJsonObject("metadata").getString("correlation-id"));
        Answer problem = console("api/stream?id=a&category=" + encoded(MARKUP)).expect(400);
        assertEquals("application/problem+json", problem.header("Content-Type"));
    }

    @Test
    void the_overview_tells_how_far_the_journal_is() throws IOException {
        shop.open("eve");
        await_that_the_views_equal_the_journal();
        JsonObject overview = api("journal");
        assertTrue(number(overview, "position") >= position(shop.kpi()));
        assertTrue(names(overview.getJsonArray("types")).contains("cart-opened"));
        assertEquals(JsonValue.NULL, overview.get("failure"));
        assertEquals("operator", overview.getString("user"));
        assertFalse(
                shop.send(as(WATCHER, "api/journal")).expect(200).object().getBoolean("mayRead"));

        Awaitility.await("the node to have its leases")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            JsonArray nodes = api("nodes").getJsonArray("nodes");
                            assertEquals(1, nodes.size());
                            assertTrue(
                                    names(nodes.getJsonObject(0).getJsonArray("leases"))
                                            .contains("consumer " + ARTICLES));
                        });
    }

    @Test
    void a_consumer_is_paused_resumed_and_rebuilt() throws IOException {
        shop.add(shop.open("eve"), "pear", 1, 1).expect(200);
        await_that_the_views_equal_the_journal();
        JsonArray before = shop.articles();
        assertEquals("running", consumer(ARTICLES).getString("activity"));

        act(action("pause", ARTICLES)).expect(204);
        assertEquals("paused", consumer(ARTICLES).getString("activity"));
        act("{\"action\":\"reset\",\"consumer\":\"%s\",\"position\":1}".formatted(ARTICLES))
                .expect(204);
        assertEquals(1, position(consumer(ARTICLES)));
        act(action("rebuild", ARTICLES)).expect(204);
        assertEquals(0, position(consumer(ARTICLES)));
        assertNotEquals(before, shop.articles());
        act(action("resume", ARTICLES)).expect(204);

        await_that_the_views_equal_the_journal();
        assertEquals(before, shop.articles());
    }

    @Test
    void a_version_is_retired_fed_again_and_takes_over_and_back() throws IOException {
        act(action("retire", SPARE)).expect(204);
        assertEquals("retired", consumer(SPARE).getString("activity"));
        act(action("activate", SPARE)).expect(409);
        act(action("rebuild", SPARE)).expect(204);
        awaitActive(SPARE, ARTICLES);
        act(action("retire", SPARE)).expect(409);
        awaitActive(ARTICLES, SPARE);
        assertEquals("running", consumer(SPARE).getString("activity"));
    }

    @Test
    void pages_of_other_sites_can_do_nothing() throws IOException {
        String order = action("pause", ARTICLES);
        shop.send(posted(order).header("Sec-Fetch-Site", "cross-site")).expect(403);
        shop.send(posted(order).header("Sec-Fetch-Site", "same-site")).expect(403);
        shop.send(posted(order).header("Origin", "https://evil.example")).expect(403);
        shop.send(posted(order).header("Origin", "null")).expect(403);
        shop.send(
                        as(OPERATOR, "api/actions")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(order)))
                .expect(403);
        assertEquals("running", state(ARTICLES).getString("activity"));
    }

    @Test
    void what_is_no_order_does_nothing() throws IOException {
        for (String body :
                new String[] {
                    "",
                    "[]",
                    "{}",
                    "{\"action\":\"pause\"}",
                    "{\"action\":1,\"consumer\":\"%s\"}".formatted(ARTICLES),
                    action("forget", ARTICLES),
                    action("reset", ARTICLES),
                    "{\"action\":\"reset\",\"consumer\":\"%s\",\"position\":-1}"
                            .formatted(ARTICLES),
                    "{\"action\":\"reset\",\"consumer\":\"%s\",\"position\":1e99}"
                            .formatted(ARTICLES),
                    "{\"action\":\"reset\",\"consumer\":\"%s\",\"position\":999999999999}"
                            .formatted(ARTICLES),
                    "{\"action\":\"reset\",\"consumer\":\"%s\",\"since\":\"now\"}"
                            .formatted(ARTICLES),
                    "{\"action\":\"reset\",\"consumer\":\"%s\",\"position\":1e0}"
                            .formatted(ARTICLES),
                    "{\"action\":\"reset\",\"consumer\":\"%s\",\"position\":1,\"since\":\"2026-01-31T12:00:00Z\"}"
                            .formatted(ARTICLES),
                    "{\"action\":\"pause\",\"consumer\":\"%s\",\"since\":{}}".formatted(ARTICLES),
                    "{\"action\":\"pause\",\"consumer\":\"%s\",\"position\":1}".formatted(ARTICLES),
                    "{\"action\":\"pause\",\"consumer\":\"%s\",\"for\":\"1h\"}".formatted(ARTICLES),
                    "{\"action\":\"resume\",\"action\":\"pause\",\"consumer\":\"%s\"}"
                            .formatted(ARTICLES),
                    action("pause", ARTICLES) + "x"
                }) {
            act(body).expect(400);
        }
        assertEquals("running", state(ARTICLES).getString("activity"));
        act(action("pause", "nobody")).expect(404);
        act(action("activate", "nobody")).expect(400);
        act(action("retire", "shop-0")).expect(400);
        act(action("activate", "shop-9999999999")).expect(400);
        act(action("activate", "nobody-1")).expect(404);
        act(action("retire", "article-interest-9")).expect(404);
        act(action("pause", MARKUP.replace("\"", ""))).expect(404);
        act(" ".repeat(4_097)).expect(413);
        act(" ".repeat(10_000_000)).expect(413);
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded"}) {
            shop.send(
                            as(OPERATOR, "api/actions")
                                    .header("Content-Type", type)
                                    .header("X-Es-Console", "1")
                                    .POST(BodyPublishers.ofString(action("pause", ARTICLES))))
                    .expect(415);
        }
        assertEquals("POST", console("api/actions").expect(405).header("Allow"));
        assertEquals(
                "GET",
                shop.send(as(OPERATOR, "api/journal").POST(BodyPublishers.noBody()))
                        .expect(405)
                        .header("Allow"));
        shop.send(as(OPERATOR, "api/journal").DELETE()).expect(405);
        assertEquals("running", state(ARTICLES).getString("activity"));
    }

    /** A request for each kind of thing that is here. */
    private List<HttpRequest.Builder> everything() {
        List<HttpRequest.Builder> all = new ArrayList<>();
        for (String path :
                new String[] {"", "console.js", "nothing", "api/journal", "api/nothing"}) {
            all.add(shop.request("../es-console/" + path));
        }
        all.add(
                shop.request("../es-console/api/actions")
                        .header("Content-Type", "application/json")
                        .header("X-Es-Console", "1")
                        .POST(BodyPublishers.ofString(action("pause", ARTICLES))));
        return all;
    }

    private Answer console(String path) throws IOException {
        return shop.send(as(OPERATOR, path));
    }

    private JsonObject api(String path) throws IOException {
        return console("api/" + path).expect(200).object();
    }

    private JsonObject events(String query) throws IOException {
        return api("events?" + query);
    }

    private Answer act(String order) throws IOException {
        return shop.send(posted(order));
    }

    private HttpRequest.Builder posted(String order) {
        return new Console(shop, OPERATOR).order(order);
    }

    private HttpRequest.Builder as(String user, String path) {
        return new Console(shop, user).request(path);
    }

    private JsonObject awaitFound(String query) {
        return Awaitility.await(query)
                .atMost(PATIENCE)
                .until(
                        () -> events(query).getJsonArray("events").getValuesAs(JsonObject.class),
                        found -> found.size() == 1)
                .get(0);
    }

    private void awaitActive(String next, String before) throws IOException {
        Awaitility.await(next + " to be near enough")
                .atMost(PATIENCE)
                .untilAsserted(() -> act(action("activate", next)).expect(204));
        assertTrue(consumer(next).getBoolean("active"));
        assertFalse(consumer(before).getBoolean("active"));
    }

    private JsonObject firstOf(String cart) throws IOException {
        return api("stream?category=cart&id=" + cart).getJsonArray("events").getJsonObject(0);
    }

    private JsonObject consumer(String name) throws IOException {
        return api("consumers").getJsonArray("consumers").getValuesAs(JsonObject.class).stream()
                .filter(consumer -> consumer.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String action(String action, String consumer) {
        return "{\"action\":\"%s\",\"consumer\":\"%s\"}".formatted(action, consumer);
    }

    private static List<String> names(JsonArray names) {
        return names.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
    }

    private static List<Long> positions(JsonArray events) {
        return events.getValuesAs(JsonObject.class).stream().map(AdminContract::position).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
