package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the demo does in a server, whatever the database. The subclass deploys it as {@link #SHOP},
 * on a database of its own; the test that restarts the server comes last, and ends it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ShopContract extends RefusalContract {

    private static final String NOWHERE = "6f0d4d0e-0d0f-4d4f-8d0e-0d0f4d4f8d0e";

    ShopContract(String database) {
        super(database);
    }

    @Test
    void commands_become_events_a_state_and_key_figures() throws IOException {
        Answer opened = shop.post("carts", "{\"customer\":\"eve\"}").expect(201);
        String cart = opened.object().getString("id");
        assertEquals(1, opened.object().getInt("version"));
        assertEquals("\"1\"", opened.header("ETag"));
        assertEquals("/api/carts/" + cart, opened.header("Location"));

        assertEquals(2, shop.add(cart, "pear", 2, 30).expect(200).object().getInt("version"));
        assertEquals(3, shop.add(cart, "fig", 1, 7).expect(200).object().getInt("version"));
        assertEquals(4, shop.remove(cart, "fig").expect(200).object().getInt("version"));
        assertEquals(
                Answers.json(
                        """
                        {"customer":"eve","id":"%s","lines":[{"cents":30,"quantity":2,"sku":"pear"}],
                         "status":"open","totalCents":60,"version":4}"""
                                .formatted(cart)),
                shop.cart(cart));

        assertEquals("\"5\"", shop.checkOut(cart).expect(200).header("ETag"));
        assertEquals("checked-out", shop.cart(cart).getString("status"));
        assertEquals(
                Answers.json(
                        """
                        [{"type":"cart-opened","version":1,"payload":{"customer":"eve"}},
                         {"type":"item-added","version":2,"payload":{"cents":30,"quantity":2,"sku":"pear"}},
                         {"type":"item-added","version":3,"payload":{"cents":7,"quantity":1,"sku":"fig"}},
                         {"type":"item-removed","version":4,"payload":{"sku":"fig"}},
                         {"type":"checked-out","version":5,"payload":{"cents":60}}]"""),
                Answers.pick(shop.events(cart), "type", "version", "payload"));
        assertEquals(
                Answers.json(
                        """
                        {"abandoned":false,"customer":"eve","id":"%s","version":5,"wanted":["fig","pear"]}"""
                                .formatted(cart)),
                shop.get("carts/" + cart + "/abandonment").expect(200).object());

        await_that_the_views_equal_the_journal();
        shop.events(cart)
                .getValuesAs(JsonObject.class)
                .forEach(
                        event -> {
                            assertTrue(event.getJsonNumber("position").longValueExact() > 0);
                            assertFalse(
                                    Instant.parse(event.getString("time"))
                                            .isAfter(Instant.now().plusSeconds(60)));
                        });
    }

    @Test
    void what_is_not_there_is_not_found() throws IOException {
        for (String id : List.of(NOWHERE, "1")) {
            shop.get("carts/" + id).expect(404);
            shop.get("carts/" + id + "/events").expect(404);
            shop.get("carts/" + id + "/abandonment").expect(404);
            shop.add(id, "pear", 1, 1).expect(404);
            shop.remove(id, "pear").expect(404);
            shop.checkOut(id).expect(404);
        }
        shop.remove(shop.open("eve"), "pear").expect(404);
    }

    @Test
    void what_a_cart_refuses_is_a_conflict_and_leaves_it_as_it_is() throws IOException {
        String cart = shop.open("eve");
        shop.checkOut(cart).expect(409);
        shop.add(cart, "castle", 1, 100_000_000_000L).expect(200);
        shop.add(cart, "gate", 1_000_000, 100_000_000_000L).expect(409);
        shop.checkOut(cart).expect(200);
        shop.add(cart, "pear", 1, 1).expect(409);
        shop.remove(cart, "castle").expect(409);
        shop.checkOut(cart).expect(409);

        assertEquals(3, shop.events(cart).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            "2"             | 200
            *               | 200
            "1"             | 412
            "3"             | 412
            W/"2"           | 412
            "two"           | 412
            ""              | 412
            2               | 400
            "2              | 400
            "1", "2"        | 400
            """)
    void a_command_is_done_only_on_the_version_that_the_client_has_seen(String ifMatch, int status)
            throws IOException {
        String cart = shop.open("eve");
        assertEquals("\"2\"", shop.add(cart, "pear", 1, 1).expect(200).header("ETag"));

        shop.send(
                        shop.request("carts/" + cart + "/checkout")
                                .header("If-Match", ifMatch)
                                .POST(BodyPublishers.noBody()))
                .expect(status);

        assertEquals(status == 200 ? 3 : 2, shop.events(cart).size());
    }

    @Test
    void a_rollback_leaves_nothing_and_publishes_nothing() throws IOException {
        String cart = shop.open("eve");
        String other = UUID.randomUUID().toString();

        Answer failed = shop.post("probe/rollback/" + cart + "/" + other, "").expect(500);

        assertFalse(failed.response().body().contains("for the test"), "internals leak");
        assertEquals(1, shop.events(cart).size());
        shop.get("carts/" + other).expect(404);
        shop.checkOut(cart).expect(409);
        shop.add(cart, "pear", 1, 1).expect(200);
        await_that_the_views_equal_the_journal();
        assertTrue(
                shop.journal().getValuesAs(JsonObject.class).stream()
                        .noneMatch(event -> event.getString("stream").equals(other)));
    }

    @Test
    void of_two_concurrent_writers_one_loses_at_the_append() throws Exception {
        String cart = shop.open("eve");

        List<JsonObject> outcomes = twice("probe/race/" + cart);

        assertEquals(
                List.of(
                        Answers.json(
                                "{\"result\":\"appended\",\"rollbackOnly\":false,\"tries\":1}"),
                        Answers.json(
                                "{\"result\":\"conflict\",\"rollbackOnly\":true,\"tries\":1}")),
                outcomes);
        assertEquals(2, shop.events(cart).size());
    }

    @Test
    void the_loser_of_two_concurrent_writers_succeeds_when_it_is_retried() throws Exception {
        String cart = shop.open("eve");

        List<JsonObject> outcomes = twice("probe/retry/" + cart);

        assertEquals(
                List.of(
                        Answers.json(
                                "{\"result\":\"appended\",\"rollbackOnly\":false,\"tries\":1}"),
                        Answers.json(
                                "{\"result\":\"appended\",\"rollbackOnly\":false,\"tries\":2}")),
                outcomes);
        assertEquals(3, shop.events(cart).size());
    }

    @Test
    void the_example_of_the_readme_works_and_its_events_stay_off_the_shops_channel()
            throws IOException {
        String id = UUID.randomUUID().toString();

        assertEquals(
                Answers.json("{\"owner\":\"Ada\",\"cents\":12}"),
                shop.post("probe/account/" + id, "").expect(200).object());

        shop.open("eve");
        await_that_the_views_equal_the_journal();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void a_restart_resumes_from_the_checkpoint() throws IOException {
        String cart = shop.open("eve");
        shop.add(cart, "pear", 1, 1).expect(200);
        await_that_the_views_equal_the_journal();
        JsonObject before = shop.kpi();

        stop();
        start();

        assertEquals(2, shop.events(cart).size());
        shop.checkOut(cart).expect(200);
        // They would not, if an event were counted again.
        await_that_the_views_equal_the_journal();
        assertEquals(before.getInt("checkouts") + 1, shop.kpi().getInt("checkouts"));
        stop();
    }

    private List<JsonObject> twice(String path) throws Exception {
        return atOnce(path, path);
    }

    /** The answers to two calls at once, ordered by what they say. */
    final List<JsonObject> atOnce(String one, String other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<JsonObject>> calls =
                    List.of(
                            () -> shop.post(one, "").expect(200).object(),
                            () -> shop.post(other, "").expect(200).object());
            List<JsonObject> answers = new ArrayList<>();
            for (Future<JsonObject> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            answers.sort(Comparator.comparing(Object::toString));
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
