package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What operators do about consumers, whatever the database. */
abstract class ControlContract extends AdminContract {

    ControlContract(String database) {
        super(database);
    }

    @Test
    void what_is_paused_stands_still_until_it_is_resumed() throws IOException {
        shop.add(shop.open("eve"), "pear", 1, 1).expect(200);
        await_that_the_views_equal_the_journal();
        JsonArray before = shop.articles();

        order(ARTICLES + "/pause").expect(204);
        JsonObject paused = state(ARTICLES);
        assertEquals("paused", paused.getString("activity"));
        String cart = shop.open("eve");
        shop.add(cart, "pear", 1, 1).expect(200);
        shop.kpi(cart, 2); // others go on

        assertEquals(before, shop.articles());
        assertEquals(position(paused), position(state(ARTICLES)));
        assertTrue(number(state(ARTICLES), "lag") > 0);

        order(ARTICLES + "/resume").expect(204);
        await_that_the_views_equal_the_journal();
        assertNotEquals(before, shop.articles());
        awaitTold(ARTICLES, state -> assertEquals("running", state.getString("activity")));
    }

    @Test
    void what_is_reset_makes_the_same_view_again() throws IOException {
        shop.add(shop.open("eve"), "pear", 1, 1).expect(200);
        await_that_the_views_equal_the_journal();
        JsonArray before = shop.articles();
        order(ARTICLES + "/pause").expect(204);

        order(ARTICLES + "/reset?position=0").expect(204);

        assertEquals(JsonValue.EMPTY_JSON_ARRAY, shop.articles());
        assertEquals(0, position(state(ARTICLES)));
        order(ARTICLES + "/resume").expect(204);
        await_that_the_views_equal_the_journal();
        assertEquals(before, shop.articles());
    }

    @Test
    void what_is_reset_to_an_instant_begins_with_the_first_event_of_it() throws IOException {
        String cart = shop.open("eve");
        shop.add(cart, "pear", 1, 1).expect(200);
        await_that_the_views_equal_the_journal();
        JsonObject event = shop.events(cart).getJsonObject(1);
        order(ARTICLES + "/pause").expect(204);

        order(ARTICLES + "/reset?since=" + event.getString("time")).expect(204);
        long later = position(state(ARTICLES));
        order(ARTICLES + "/reset?since=1970-01-01T00:00:00Z").expect(204);

        assertEquals(position(event) - 1, later);
        assertEquals(0, position(state(ARTICLES)));
        order(ARTICLES + "/resume").expect(204);
        await_that_the_views_equal_the_journal();
    }

    @Test
    void a_version_takes_over_and_back_and_is_retired_when_it_is_spare() throws IOException {
        takesOver(2, 1);
        order("article-interest/versions/2/retire").expect(409);
        takesOver(1, 2);
        order("article-interest/pause").expect(204); // the family stands for the active one
        assertEquals("paused", state(ARTICLES).getString("activity"));
        order("article-interest/resume").expect(204);
        order("article-interest/versions/2/retire").expect(204);
        assertEquals("retired", state(SPARE).getString("activity"));
        order("article-interest/versions/2/activate").expect(409);
        order(SPARE + "/resume").expect(409);

        order(SPARE + "/reset?position=0").expect(204);
        awaitTold(
                SPARE,
                state -> {
                    assertEquals("running", state.getString("activity"));
                    assertEquals(0, number(state, "lag"));
                });
        await_that_the_views_equal_the_journal();
    }

    @Test
    void what_a_consumer_has_set_aside_is_told_retried_and_dismissed() throws IOException {
        String cart = shop.open("eve");
        shop.add(cart, "bitter", 1, 1).expect(200);
        shop.add(cart, "sweet", 1, 1).expect(200);
        Awaitility.await("an event to be set aside, and one that waits behind it")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(2, deadLetters().size()));
        long position = position(shop.events(cart).getJsonObject(1));
        JsonObject letter = deadLetters().getJsonObject(0);
        assertEquals(position, position(letter));
        assertEquals("cart/" + cart, letter.getString("stream"));
        assertEquals(2, letter.getInt("version"));
        assertEquals("item-added", letter.getString("type"));
        assertEquals(1, letter.getInt("attempts"));
        assertEquals("for the test", letter.getJsonObject("failure").getString("message"));
        assertEquals(JsonValue.NULL, deadLetters().getJsonObject(1).get("failure"));
        assertEquals(1, get(SPARE + "/dead-letters?after=" + position).expect(200).array().size());
        String bitter = SPARE + "/dead-letters/" + position;
        long waiting = position(deadLetters().getJsonObject(1));
        order(SPARE + "/dead-letters/" + waiting + "/dismiss").expect(404);
        order(KPI + "/dead-letters/" + position + "/dismiss").expect(404);
        order(bitter + "/dismiss?by=").expect(400);
        order(bitter + "/dismiss?by=a%0Ab").expect(400);
        order(bitter + "/dismiss?by=%00b").expect(400);
        order(bitter + "/dismiss?by=a%E2%80%AEb").expect(400);

        order(bitter + "/retry?by=eve").expect(204);
        Awaitility.await("the event to have failed again")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertEquals(2, deadLetters().getJsonObject(0).getInt("attempts")));
        order(bitter + "/dismiss").expect(204);
        Awaitility.await("nothing to be set aside")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(0, deadLetters().size()));
        order(bitter + "/retry").expect(404);
    }

    private JsonArray deadLetters() throws IOException {
        return get(SPARE + "/dead-letters").expect(200).array();
    }

    private void takesOver(int version, int other) {
        Awaitility.await("version %d to be near enough".formatted(version))
                .atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                order("article-interest/versions/%d/activate".formatted(version))
                                        .expect(204));
        awaitTold("article-interest-" + version, state -> assertTrue(state.getBoolean("active")));
        awaitTold("article-interest-" + other, state -> assertFalse(state.getBoolean("active")));
    }
}
