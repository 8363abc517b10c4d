package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.annals.server.tracing.SpanMemory;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The demo with es-opentelemetry, and the spans that the server's own OpenTelemetry exports. */
class TracingIT {

    private static final String NONE = "0000000000000000"; // is the parent of roots

    private static final Map<String, String> EXPORTING =
            Map.of(
                    "OTEL_SDK_DISABLED", "false",
                    "OTEL_TRACES_EXPORTER", "memory",
                    "OTEL_METRICS_EXPORTER", "none",
                    "OTEL_LOGS_EXPORTER", "none",
                    "OTEL_BSP_SCHEDULE_DELAY", "50");

    /** By these a copy has its cause and is in the trace of what it copies. */
    private static final List<String> TAKING_ALONG =
            Server.UNDER_TEST.defaultExecutorsTakeContexts()
                    ? List.of("usual", "scheduled", "consequence")
                    : List.of("consequence");

    private static final List<String> NOT_TAKING_ALONG =
            Server.UNDER_TEST.defaultExecutorsTakeContexts()
                    ? List.of("other")
                    : List.of("usual", "scheduled", "other");

    @Test
    void a_trace_leads_from_the_request_to_the_append_and_on_by_a_link() throws IOException {
        try (ServerProcess server = start(EXPORTING)) {
            Shop shop = server.shop();
            shop.post("notes/1", "").expect(204);

            JsonObject noted = event(shop, "1", 0);
            JsonObject read = event(shop, "1", 1);
            JsonObject append = span(shop, spanOf(noted));
            assertEquals("append note", append.getString("name"));
            JsonObject request = span(shop, append.getString("parent"));
            assertEquals("SERVER", request.getString("kind"));
            assertEquals(append.getString("trace"), request.getString("trace"));

            JsonObject answer = span(shop, spanOf(read));
            JsonObject handling = span(shop, answer.getString("parent"));
            assertEquals("handle note", handling.getString("name"));
            assertEquals(append.getString("span"), handling.getJsonArray("links").getString(0));
            assertNotEquals(append.getString("trace"), handling.getString("trace"));
            JsonObject delivery = span(shop, handling.getString("parent"));
            assertEquals("deliver note-reader-1", delivery.getString("name"));

            assertEquals(noted.getString("id"), read.getString("causation-id"));
            assertEquals(noted.getString("id"), read.getString("correlation-id"));
            assertFalse(noted.containsKey("user"), noted.toString());

            for (String executor : TAKING_ALONG) {
                JsonObject copied = event(shop, "1-" + executor, 0);
                assertEquals(noted.getString("id"), copied.getString("causation-id"));
                assertEquals(noted.getString("id"), copied.getString("correlation-id"));
                JsonObject copying = span(shop, span(shop, spanOf(copied)).getString("parent"));
                assertEquals("handle note", copying.getString("name"));
                assertEquals(append.getString("span"), copying.getJsonArray("links").getString(0));
            }
            for (String executor : NOT_TAKING_ALONG) {
                JsonObject other = event(shop, "1-" + executor, 0);
                assertFalse(other.containsKey("causation-id"), other.toString());
                assertEquals(NONE, span(shop, spanOf(other)).getString("parent"));
            }

            shop.post("notes/2/elsewhere", "").expect(204);
            JsonObject elsewhere = span(shop, spanOf(event(shop, "2", 0)));
            if (Server.UNDER_TEST.defaultExecutorsTakeContexts()) {
                assertEquals("SERVER", span(shop, elsewhere.getString("parent")).getString("kind"));
            } else {
                assertEquals(NONE, elsewhere.getString("parent"));
            }

            assertFalse(spans(shop).toString().contains("a secret"));
        }
    }

    @Test
    void nothing_is_exported_where_the_servers_opentelemetry_is_off() throws IOException {
        try (ServerProcess server = start(Map.of())) {
            Shop shop = server.shop();
            shop.post("notes/1", "").expect(204);
            JsonObject noted = event(shop, "1", 0);
            JsonObject read = event(shop, "1", 1);
            assertEquals(noted.getString("id"), read.getString("causation-id"));
            JsonObject copied = event(shop, "1-" + TAKING_ALONG.get(0), 0);
            assertEquals(noted.getString("id"), copied.getString("causation-id"));
            assertEquals(0, spans(shop).size());
        }
    }

    private static ServerProcess start(Map<String, String> settings) throws IOException {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), "tracing");
        Path war = directory.resolve("notes.war");
        WebArchive notes =
                DemoArchive.withProbe()
                        .addPackage(SpanMemory.class.getPackage())
                        .addAsResource(
                                new StringAsset(SpanMemory.class.getName()),
                                "META-INF/services/"
                                        + ConfigurableSpanExporterProvider.class.getName())
                        .addAsLibraries(new File(System.getProperty("annals.tracing")).listFiles());
        boolean byApplication = Server.UNDER_TEST.hasTelemetryOfItsOwn();
        if (byApplication) {
            notes.addAsLibrary(configuration(settings));
        }
        notes.as(ZipExporter.class).exportTo(war.toFile());
        return ServerProcess.start(war, directory, byApplication ? Map.of() : settings);
    }

    private static JavaArchive configuration(Map<String, String> settings) {
        String lines =
                settings.entrySet().stream()
                        .map(each -> key(each.getKey()) + "=" + each.getValue() + "\n")
                        .collect(Collectors.joining());
        return ShrinkWrap.create(JavaArchive.class, "telemetry.jar")
                .addAsManifestResource(new StringAsset(lines), "microprofile-config.properties");
    }

    private static String key(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The metadata of an event, and its id, once it is there. */
    private static JsonObject event(Shop shop, String note, int index) {
        return Awaitility.await("event %d of note %s".formatted(index, note))
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> shop.get("notes/" + note).expect(200).array(),
                        events -> events.size() > index)
                .getJsonObject(index);
    }

    private static String spanOf(JsonObject event) {
        return event.getString("traceparent").split("-")[2];
    }

    private static JsonObject span(Shop shop, String id) {
        return Awaitility.await("span " + id)
                .atMost(Duration.ofMinutes(1))
                .until(() -> find(shop, id), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<JsonObject> find(Shop shop, String id) throws IOException {
        List<JsonObject> all = spans(shop).getValuesAs(JsonObject.class);
        return all.stream().filter(span -> span.getString("span").equals(id)).findFirst();
    }

    private static JsonArray spans(Shop shop) throws IOException {
        return shop.get("notes/spans").expect(200).array();
    }
}
