package io.annals.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shop refuses before a cart is asked, whatever the database. */
abstract class RefusalContract extends ConsoleContract {

    RefusalContract(String database) {
        super(database);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            carts       | {"customer":" "}                             | customer
            carts       | {}                                           | customer
            carts       | {"customer":7}                               | customer
            carts       | {"customer":"a\\u0000b"}                     | customer
            carts       | {"customer":"a\\u202eb"}                     | customer
            carts/items | {"sku":"","quantity":0,"cents":-1}           | cents quantity sku
            carts/items | {"quantity":"3","cents":1.5}                 | cents quantity sku
            carts/items | {"sku":"a","quantity":1}                     | cents
            carts/items | {"sku":"a","quantity":3000000000,"cents":1}  | quantity
            carts/items | {"sku":"a","quantity":2000000,"cents":1}     | quantity
            carts/items | {"sku":"a","quantity":1,"cents":9223372036854775807} | cents
            carts/items | {"sku":"a","quantity":1e0,"cents":10e-1}     | cents quantity
            carts/items | {"sku":"..","quantity":1,"cents":1}          | sku
            carts/items | {"sku":"a\\\\b","quantity":1,"cents":1}       | sku
            carts/items | {"sku":"a\\u2066b","quantity":1,"cents":1}   | sku
            """)
    void invalid_input_is_refused_with_all_offending_fields(String path, String json, String fields)
            throws IOException {
        String cart = shop.open("eve");

        Answer answer = shop.post(path.replace("/", "/" + cart + "/"), json).expect(400);

        assertEquals(
                List.of(fields.split(" ")),
                answer.object().getJsonArray("errors").getValuesAs(JsonObject.class).stream()
                        .map(error -> error.getString("field"))
                        .toList());
        assertEquals(1, shop.events(cart).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"customer\":",
                "{\"customer\":\"eve\"} {}",
                "[]",
                "[{\"customer\":\"eve\"}]",
                "{\"customer\":\"eve\",\"customer\":\"eve\"}",
                "3",
                "null",
                "nonsense"
            })
    void malformed_json_is_refused(String json) throws IOException {
        shop.post("carts", json).expect(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 900, 30_000})
    void json_that_is_nested_too_deeply_is_refused(int depth) throws IOException {
        String deep = "[".repeat(depth) + "]".repeat(depth);
        shop.post("carts", "{\"customer\":\"eve\",\"more\":" + deep + "}").expect(400);
    }

    @Test
    void a_body_that_is_too_long_is_refused() throws IOException {
        shop.post("carts", "{\"customer\":\"eve\"" + " ".repeat(100_000) + "}").expect(413);
    }

    @Test
    void what_http_itself_refuses_is_told_as_a_problem_with_the_way_out() throws IOException {
        assertTells("Send one JSON object", shop.post("carts", "").expect(400));
        assertTells("api/carts", shop.get("nowhere").expect(404));
        assertTells("POST", shop.send(shop.request("carts").DELETE()).expect(405));
        assertTells(
                "application/json",
                shop.send(shop.request("kpi").header("Accept", "text/html").GET()).expect(406));
        assertTells(
                "application/json",
                shop.send(
                                shop.request("carts")
                                        .header("Content-Type", "text/plain")
                                        .POST(BodyPublishers.ofString("eve")))
                        .expect(415));
    }

    private static void assertTells(String wayOut, Answer answer) {
        String detail = answer.object().getString("detail");
        assertTrue(detail.contains(wayOut), detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json;charset=UTF-16", "application/json; charset=nonsense"})
    void json_in_anything_but_utf_8_is_refused(String type) throws IOException {
        assertTells("UTF-8", shop.send(opening().header("Content-Type", type)).expect(415));
    }

    @Test
    void an_encoded_body_is_refused() throws IOException {
        assertTells(
                "Content-Encoding",
                shop.send(json(opening()).header("Content-Encoding", "gzip")).expect(415));
        shop.send(opening().header("Content-Type", "application/json; charset=\"utf-8\""))
                .expect(201);
    }

    @Test
    void what_means_one_thing_comes_once() throws IOException {
        String cart = shop.open("eve");
        for (String header : List.of("If-Match", "Idempotency-Key")) {
            HttpRequest.Builder twice =
                    shop.request("carts/" + cart + "/items/pear")
                            .header(header, "*")
                            .header(header, "*")
                            .DELETE();
            assertTells(header, shop.send(twice).expect(400));
        }
        assertTells("query", shop.get("carts/%s?version=1&version=9".formatted(cart)).expect(400));
        shop.get("kpi?version=1&cart=%s&cart=%s".formatted(cart, cart)).expect(400);
    }

    @Test
    void what_the_server_refuses_is_told_as_a_problem_that_does_not_name_the_server()
            throws IOException {
        for (Answer answer :
                List.of(
                        shop.get("../nothing<script>".replace("<", "%3C").replace(">", "%3E"))
                                .expect(404),
                        shop.get("../problem").expect(404),
                        shop.send(
                                        shop.request("../nothing")
                                                .PUT(BodyPublishers.ofString("nonsense")))
                                .expect(Server.UNDER_TEST.unknownPut()),
                        shop.send(opening().header("Content-Type", "nonsense")).expect(400))) {
            assertNamesNoServer(answer);
        }
        Answer hidden = shop.get("../WEB-INF/web.xml");
        assertEquals(404, hidden.status());
        assertNamesNoServer(hidden);
        if (Server.UNDER_TEST != Server.WILDFLY) { // which asks no application for a page here
            hidden.expect(404);
        }
    }

    private static void assertNamesNoServer(Answer answer) {
        String body = answer.response().body();
        for (String name : List.of("Payara", "WildFly", "JBoss", "Undertow", "Liberty", "script")) {
            assertFalse(body.contains(name), body);
        }
    }

    @Test
    void a_body_that_stops_in_the_middle_is_refused_and_holds_no_thread_for_long()
            throws IOException {
        try (Socket socket = new Socket(shop.root().getHost(), shop.root().getPort())) {
            socket.setSoTimeout(20_000); // the server's own patience would be 30 seconds
            socket.getOutputStream()
                    .write(
                            """
                            POST /api/carts HTTP/1.1\r
                            Host: localhost\r
                            Content-Type: application/json\r
                            Content-Length: 18\r
                            \r
                            {"customer":"""
                                    .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
            // WildFly closes the connection without a word.
            assertEquals(Server.UNDER_TEST == Server.WILDFLY ? "" : "HTTP/1.1 400", answer);
        }
    }

    private HttpRequest.Builder opening() {
        return shop.request("carts").POST(BodyPublishers.ofString("{\"customer\":\"eve\"}"));
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json");
    }
}
