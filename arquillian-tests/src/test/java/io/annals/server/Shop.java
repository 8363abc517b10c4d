package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The shop over HTTP. Thread-safe. */
final class Shop {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI api;
    private final URI observed;

    Shop(int port) {
        this(port, port);
    }

    /** A shop whose server tells of health and metrics at another port. */
    Shop(int port, int observed) {
        this.api = URI.create("http://127.0.0.1:" + port + "/api/");
        this.observed = URI.create("http://127.0.0.1:" + observed + "/");
    }

    /** Where its page is. */
    URI root() {
        return api.resolve("/");
    }

    /** Whether the application answers at all. */
    boolean isUp() {
        try {
            return get("kpi").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String open(String customer) throws IOException {
        return post("carts", "{\"customer\":\"%s\"}".formatted(customer))
                .expect(201)
                .object()
                .getString("id");
    }

    Answer add(String cart, String sku, int quantity, long cents) throws IOException {
        return post(
                "carts/" + cart + "/items",
                "{\"sku\":\"%s\",\"quantity\":%d,\"cents\":%d}".formatted(sku, quantity, cents));
    }

    Answer remove(String cart, String sku) throws IOException {
        return send(request("carts/" + cart + "/items/" + sku).DELETE());
    }

    Answer checkOut(String cart) throws IOException {
        return send(request("carts/" + cart + "/checkout").POST(BodyPublishers.noBody()));
    }

    JsonObject cart(String cart) throws IOException {
        return get("carts/" + cart).expect(200).object();
    }

    JsonArray events(String cart) throws IOException {
        return get("carts/" + cart + "/events").expect(200).array();
    }

    JsonObject kpi() throws IOException {
        return get("kpi").expect(200).object();
    }

    /** The same, as soon as they count a command: whoever is told to come again later does. */
    JsonObject kpi(String cart, int version) {
        return Awaitility.await("the key figures to count the command")
                .atMost(PATIENCE)
                .until(
                        () -> get("kpi?cart=%s&version=%d".formatted(cart, version)),
                        answer ->
                                answer.status() != 503 || !answer.header("Retry-After").equals("1"))
                .expect(200)
                .object();
    }

    JsonArray articles() throws IOException {
        return get("articles").expect(200).array();
    }

    JsonArray journal() throws IOException {
        return get("probe/journal").expect(200).array();
    }

    /** What the server's readiness tells of the journal. */
    JsonObject health() throws IOException {
        return probe("ready")
                .expect(200)
                .object()
                .getJsonArray("checks")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(check -> check.getString("name").equals("es-journal"))
                .findFirst()
                .orElseThrow();
    }

    /** What it tells of a consumer on this node. */
    String health(String consumer) throws IOException {
        return health().getJsonObject("data").getString("consumer." + consumer);
    }

    /** What the server answers to a probe: live, started or ready. */
    Answer probe(String name) throws IOException {
        return send(to(observed.resolve("health/" + name)).GET());
    }

    String metrics() throws IOException {
        return send(to(observed.resolve("metrics")).GET()).expect(200).response().body();
    }

    /** One of the metrics; empty on a server that has none of an application's. */
    OptionalDouble gauge(String name) throws IOException {
        Matcher gauge =
                Pattern.compile("^" + name + "(?:\\{[^}]*})? ([0-9.]+)", Pattern.MULTILINE)
                        .matcher(metrics());
        boolean exported = gauge.find();
        assertEquals(Server.UNDER_TEST.exportsMetrics(), exported, "gauge " + name);
        return exported
                ? OptionalDouble.of(Double.parseDouble(gauge.group(1)))
                : OptionalDouble.empty();
    }

    Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    Answer post(String path, String json) throws IOException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    /** A command that may be sent again under the same key. */
    Answer once(String key, String path, String json) throws IOException {
        return send(
                request(path)
                        .header("Idempotency-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    HttpRequest.Builder request(String path) {
        return to(api.resolve(path));
    }

    private static HttpRequest.Builder to(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE);
    }

    Answer send(HttpRequest.Builder request) throws IOException {
        return new Answer(exchange(request, BodyHandlers.ofString()));
    }

    /** For a body that does not end. */
    HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException {
        return exchange(request, BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> body)
            throws IOException {
        try {
            return http.send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
