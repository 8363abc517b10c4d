package io.annals.es.jsonb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public final class HostilePayloadTest {

    private static final String SECRET = "s3cr3t";

    public record Told(
            String text,
            int number,
            Long big,
            BigDecimal exact,
            Instant at,
            Kind kind,
            Object any,
            List<Told> more) {}

    public enum Kind {
        GOOD
    }

    public record Shouted(String text) {
        public Shouted {
            if (text != null) {
                throw new IllegalArgumentException("not this: " + text);
            }
        }
    }

    public record Silent(String text) {
        @Override
        public String text() {
            throw new IllegalStateException("will not tell " + text);
        }
    }

    public record Cyclic(List<Object> more) {}

    private final JsonbEventSerializer serializer = new JsonbEventSerializer();

    @Test
    void truncated_json_is_refused_wherever_it_ends() {
        String whole =
                "{\"text\":\"s3cr3t\",\"number\":12,\"more\":[{\"text\":\"s3cr3t\"}],\"any\":{\"s3cr3t\":true}}";
        for (int length = 0; length < whole.length(); length++) {
            assertRefused(whole.substring(0, length));
        }
        serializer.deserialize(whole.getBytes(UTF_8), Told.class);
    }

    @Test
    void a_value_of_another_type_is_refused() {
        for (String json :
                List.of(
                        "{\"number\":\"s3cr3t\"}",
                        "{\"number\":{\"s3cr3t\":1}}",
                        "{\"number\":[\"s3cr3t\"]}",
                        "{\"at\":\"s3cr3t\"}",
                        "{\"kind\":\"s3cr3t\"}",
                        "{\"exact\":\"s3cr3t\"}",
                        "{\"more\":\"s3cr3t\"}",
                        "{\"more\":{\"s3cr3t\":1}}",
                        "{\"more\":[\"s3cr3t\"]}",
                        "{\"text\":{\"s3cr3t\":1}}",
                        "[\"s3cr3t\"]",
                        "\"s3cr3t\"",
                        "17",
                        "true",
                        "null")) {
            assertRefused(json);
        }
    }

    @Test
    void what_is_not_json_is_refused() {
        for (String json :
                List.of(
                        "",
                        " ",
                        "s3cr3t",
                        "{s3cr3t:1}",
                        "{'text':'s3cr3t'}",
                        "{\"text\":s3cr3t}",
                        "{\"text\":\"a\",}",
                        "{\"text\":\"\u0001s3cr3t\"}",
                        "<s3cr3t/>",
                        "\uFEFF\uFEFF{}",
                        "\u0000")) {
            assertRefused(json);
        }
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        byte[] payload = "{\"text\":\"s3cr3t?\"}".getBytes(UTF_8);
        payload[15] = (byte) 0xFF;
        assertPayloadFree(
                assertThrows(
                        EventSourcingException.class,
                        () -> serializer.deserialize(payload, Told.class)));
    }

    @Test
    void the_character_that_stands_for_malformed_ones_is_a_character() {
        byte[] payload = "{\"text\":\"a \uFFFD z\"}".getBytes(UTF_8);
        assertEquals("a \uFFFD z", serializer.deserialize(payload, Told.class).text());
    }

    @Test
    void deep_nesting_is_refused_and_does_not_end_the_thread() {
        int depth = 5 * 1024 * 1024;
        for (String json :
                List.of(
                        "{\"any\":" + "[".repeat(depth) + "]".repeat(depth) + "}",
                        "{\"any\":"
                                + "{\"a\":".repeat(depth / 3)
                                + "1"
                                + "}".repeat(depth / 3)
                                + "}",
                        "{\"more\":[".repeat(depth / 5) + "]}".repeat(depth / 5),
                        "[".repeat(2 * depth))) {
            assertRefused(json);
        }
    }

    @Test
    void deep_nesting_in_an_unknown_field_ends_in_some_way() {
        int depth = 5 * 1024 * 1024;
        String json = "{\"unknown\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
        try {
            serializer.deserialize(json.getBytes(UTF_8), Told.class);
        } catch (EventSourcingException refused) {
            assertPayloadFree(refused);
        }
    }

    @Test
    void json_cannot_choose_a_class() {
        for (String key : List.of("@class", "@type", "class", "$type", "java.lang.Runtime")) {
            Told told =
                    serializer.deserialize(
                            "{\"%s\":\"java.net.URL\",\"any\":{\"%s\":\"java.net.URL\"}}"
                                    .formatted(key, key)
                                    .getBytes(UTF_8),
                            Told.class);
            assertEquals(Map.of(key, "java.net.URL"), told.any());
        }
    }

    @Test
    void a_refusal_by_the_event_itself_tells_no_payload() {
        EventSourcingException refused =
                assertThrows(
                        EventSourcingException.class,
                        () ->
                                serializer.deserialize(
                                        "{\"text\":\"s3cr3t\"}".getBytes(UTF_8), Shouted.class));
        assertPayloadFree(refused);
        assertTrue(refused.getMessage().contains(Shouted.class.getName()), refused.getMessage());
    }

    @Test
    void a_failure_to_write_tells_class_and_kind_but_no_payload() {
        EventSourcingException refused =
                assertThrows(
                        EventSourcingException.class,
                        () -> serializer.serialize(new Silent(SECRET)));
        assertPayloadFree(refused);
        assertTrue(refused.getMessage().contains(Silent.class.getName()), refused.getMessage());
        assertTrue(
                refused.getMessage().contains(JsonbException.class.getName()),
                refused.getMessage());
    }

    @Test
    void an_event_that_contains_itself_is_refused() {
        List<Object> more = new ArrayList<>(List.of(SECRET));
        more.add(more);
        assertPayloadFree(
                assertThrows(
                        EventSourcingException.class,
                        () -> serializer.serialize(new Cyclic(more))));
    }

    @Test
    void a_syntax_error_is_located() {
        EventSourcingException refused =
                assertThrows(
                        EventSourcingException.class,
                        () ->
                                serializer.deserialize(
                                        "{\"text\":\n s3cr3t}".getBytes(UTF_8), Told.class));
        assertTrue(printed(refused).contains("at line 2, column"), printed(refused));
    }

    @Test
    void providers_do_quote_payloads_if_left_alone() {
        JsonbException plain =
                assertThrows(
                        JsonbException.class,
                        () -> JsonbBuilder.create().fromJson("{\"kind\":\"s3cr3t\"}", Told.class));
        assertTrue(printed(plain).contains(SECRET));
    }

    private void assertRefused(String json) {
        String start = json.length() > 80 ? json.substring(0, 80) + "…" : json;
        byte[] payload = json.getBytes(UTF_8);
        assertPayloadFree(
                assertThrows(
                        EventSourcingException.class,
                        () -> serializer.deserialize(payload, Told.class),
                        start));
        assertPayloadFree(
                assertThrows(
                        EventSourcingException.class,
                        () -> serializer.bind(serializer.parse(payload), Told.class),
                        start));
    }

    private static void assertPayloadFree(EventSourcingException refused) {
        assertFalse(printed(refused).contains(SECRET), () -> printed(refused));
    }

    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
