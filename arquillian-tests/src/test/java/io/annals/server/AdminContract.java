package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see, and who is none, whatever the database. */
abstract class AdminContract extends LoadContract {

    private static final String TOKEN = "known-to-the-tests-alone"; // as in arquillian.xml
    static final String KPI = "shop-events";
    static final String ARTICLES = "article-interest-1";
    static final String SPARE = "article-interest-2";
    static final String BOARD = "sales-board-1";
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The suites whose consumers were there, or were awaited in vain. */
    private static final Set<Class<?>> AWAITED = ConcurrentHashMap.newKeySet();

    AdminContract(String database) {
        super(database);
    }

    @BeforeEach
    void resume_what_a_failed_test_has_left_paused() throws IOException {
        if (AWAITED.add(getClass())) {
            Awaitility.await("the consumers, who are stored only after the server serves")
                    .pollDelay(Duration.ZERO)
                    .atMost(PATIENCE)
                    .until(() -> consumers().containsAll(List.of(KPI, ARTICLES, SPARE, BOARD)));
        }
        for (String consumer : List.of(KPI, ARTICLES)) {
            if (state(consumer).getString("activity").equals("paused")) {
                order(consumer + "/resume").expect(204);
            }
        }
    }

    @Test
    void nobody_is_told_which_resources_there_are() throws IOException {
        shop.get("application.wadl").expect(404);
    }

    @Test
    void every_consumer_is_told_of_with_where_it_stands_and_who_runs_it() throws IOException {
        shop.open("eve");
        await_that_the_views_equal_the_journal();

        List<String> names = consumers();
        assertEquals(names.stream().sorted().toList(), names);
        assertTrue(names.containsAll(List.of(ARTICLES, SPARE, KPI)), names::toString);
        awaitTold(
                KPI,
                state -> {
                    assertEquals("running", state.getString("activity"));
                    assertTrue(state.getBoolean("active"));
                    assertEquals(position(shop.kpi()), position(state));
                    assertEquals(position(state), number(state, "head"));
                    assertEquals(0, number(state, "lag"));
                    assertEquals(0, state.getJsonNumber("behindSeconds").doubleValue());
                    assertEquals(0, state.getJsonNumber("timeLeftSeconds").doubleValue());
                    assertTrue(state.getJsonNumber("rate").doubleValue() >= 0);
                    assertEquals(JsonValue.NULL, state.get("failure"));
                    JsonArray segments = state.getJsonArray("segments");
                    assertEquals(1, segments.size());
                    assertEquals(KPI, segments.getJsonObject(0).getString("name"));
                    assertEquals(position(state), position(segments.getJsonObject(0)));
                    assertFalse(segments.getJsonObject(0).getString("owner").isBlank());
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer wrong-wrong-wrong-wrong",
                "Bearer " + TOKEN + "x",
                "Basic " + TOKEN,
                TOKEN
            })
    void nobody_comes_in_without_the_token(String authorization) throws IOException {
        for (HttpRequest.Builder request :
                List.of(
                        request("").GET(),
                        request(KPI + "/pause").POST(BodyPublishers.noBody()),
                        request(KPI + "/pause").DELETE(),
                        request("").method("OPTIONS", BodyPublishers.noBody()))) {
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            Answer answer = shop.send(request);
            assertFalse(answer.response().body().contains(TOKEN));
            if (!Server.UNDER_TEST.survives(authorization)) {
                assertEquals(500, answer.status());
                continue;
            }
            answer.expect(401);
            assertEquals("Bearer realm=\"shop\"", answer.header("WWW-Authenticate"));
        }
        assertEquals("running", state(KPI).getString("activity"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody/pause",
                "nobody/resume",
                "nobody/reset?position=0",
                "nobody/reset?since=2026-01-31T12:00:00Z",
                "nobody/dead-letters/1/retry",
                "nobody/dead-letters/1/dismiss",
                KPI + "/dead-letters/1/retry",
                KPI + "/dead-letters/one/retry",
                "nobody/versions/1/activate",
                "nobody/versions/1/retire",
                "article-interest/versions/9/activate",
                "article-interest/versions/9/retire",
                "article-interest/versions/0/activate",
                "article-interest/versions/one/retire",
                KPI + "/versions/1/activate",
                KPI + "/forget"
            })
    void a_consumer_that_is_not_there_is_not_found(String order) throws IOException {
        order(order).expect(404);
        get("nobody/dead-letters").expect(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?position=",
                "?position=-1",
                "?position=1.5",
                "?position=first",
                "?position=99999999999999999999",
                "?position=999999999999999999", // far behind the end
                "?position=0&position=1",
                "?position=0&since=2026-01-31T12:00:00Z",
                "?since=",
                "?since=yesterday",
                "?since=2026-01-31T12:00:00",
                "?since=1969-12-31T23:59:59Z",
                "?since=9999-12-31T23:59:59Z",
                "?since=%2B999999999-12-31T23:59:59Z"
            })
    void a_reset_to_nowhere_is_refused_and_changes_nothing(String where) throws IOException {
        order(ARTICLES + "/reset" + where).expect(400);
        await_that_the_views_equal_the_journal();
    }

    interface Check {
        void on(JsonObject state) throws IOException;
    }

    void awaitTold(String consumer, Check check) {
        Awaitility.await(consumer).atMost(PATIENCE).untilAsserted(() -> check.on(state(consumer)));
    }

    private List<String> consumers() throws IOException {
        return get("").expect(200).array().getValuesAs(JsonObject.class).stream()
                .map(state -> state.getString("name"))
                .toList();
    }

    JsonObject state(String consumer) throws IOException {
        return get("").expect(200).array().getValuesAs(JsonObject.class).stream()
                .filter(state -> state.getString("name").equals(consumer))
                .findFirst()
                .orElseThrow();
    }

    Answer get(String path) throws IOException {
        return shop.send(request(path).header("Authorization", "Bearer " + TOKEN).GET());
    }

    Answer order(String path) throws IOException {
        return shop.send(
                request(path)
                        .header("Authorization", "Bearer " + TOKEN)
                        .POST(BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return shop.request("admin/consumers" + (path.isEmpty() ? "" : "/" + path));
    }

    static long position(JsonObject object) {
        return number(object, "position");
    }

    static long number(JsonObject object, String member) {
        return object.getJsonNumber(member).longValueExact();
    }
}
