package io.annals.es.jackson;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.annals.es.EventSourcingException;
import io.annals.es.jackson.Samples.Choices;
import io.annals.es.jackson.Samples.Line;
import io.annals.es.jackson.Samples.Size;
import io.annals.es.jackson.Samples.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictReadingTest {

    record Patient(
            String name,
            int age,
            long number,
            boolean insured,
            char group,
            Integer weight,
            Size size,
            Instant seen,
            LocalDate born,
            UUID id,
            List<Patient> children,
            Object anything) {}

    record Picky(String name) {
        Picky {
            throw new IllegalArgumentException(name);
        }
    }

    record Ring(List<Object> links) {}

    private final JacksonEventSerializer serializer = new JacksonEventSerializer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "8472",
                "'8472'",
                "['8472']",
                "<8472/>",
                "{8472:1}",
                "{'name':'8472'",
                "{'name':'8472'}}",
                "{'name':'8472'} {}",
                "{'name':'8472'} 8472",
                "{'name':'8472',}",
                "{'name':'a\u00018472'}",
                "{'name':8472}",
                "{'name':84.72}",
                "{'name':true}",
                "{'name':{'8472':1}}",
                "{'name':['8472']}",
                "{'age':'8472'}",
                "{'age':''}",
                "{'age':84.72}",
                "{'age':8472e2}",
                "{'age':8472000000}",
                "{'age':true}",
                "{'number':9223372036854775808}",
                "{'number':'8472'}",
                "{'insured':'true'}",
                "{'insured':1}",
                "{'insured':'8472'}",
                "{'group':'8472'}",
                "{'group':''}",
                "{'weight':'8472'}",
                "{'weight':''}",
                "{'weight':84.72}",
                "{'size':'8472'}",
                "{'size':''}",
                "{'size':1}",
                "{'size':'a small one'}",
                "{'seen':'8472-13-01T00:00:00Z'}",
                "{'seen':''}",
                "{'born':'8472'}",
                "{'born':''}",
                "{'born':'8472-02-30'}",
                "{'id':'8472'}",
                "{'id':''}",
                "{'children':'8472'}",
                "{'children':''}",
                "{'children':{'name':'8472'}}",
                "{'children':['8472']}",
                "{'children':[{'age':'8472'}]}"
            })
    void refuses(String json) {
        assertRefusedSilently(() -> read(json, Patient.class));
        assertRefusedSilently(() -> readAsTree(json, Patient.class));
    }

    @Test
    void what_is_missing_is_absent_and_what_is_unknown_is_ignored() {
        assertEquals(Samples.NO_CHOICES, read("{}", Choices.class));
        assertEquals(
                new Line(null, 0), read("{'new':[[{'sku':'a'}]],'quantity':null}", Line.class));
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        String overlong = "\u00c0\u00af";
        String surrogate = "\u00ed\u00a0\u00bd\u00ed\u00ba\u0080";
        for (String malformed :
                List.of(
                        "\u00ff",
                        "\u0080",
                        "\u00c3",
                        overlong,
                        surrogate,
                        "\u00f4\u0090\u0080\u0080")) {
            byte[] payload = "{\"text\":\"8472%s\"}".formatted(malformed).getBytes(ISO_8859_1);
            assertRefusedSilently(() -> serializer.deserialize(payload, Text.class));
            assertRefusedSilently(() -> serializer.parse(payload));
        }
        byte[] utf16 = "{\"text\":\"8472\"}".getBytes(UTF_16BE);
        assertRefusedSilently(() -> serializer.deserialize(utf16, Text.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'children':[", "{'anything':", "{'unknown':[", "["})
    void refuses_deep_nesting(String level) {
        String json = level.repeat(1_000_000 / level.length());
        assertRefusedSilently(() -> read(json, Patient.class));
        assertRefusedSilently(() -> readAsTree(json, Patient.class));
        assertRefusedSilently(() -> serializer.serialize(new Ring(ring())));
    }

    @Test
    void an_exception_of_the_event_itself_is_quoted_neither() {
        EventSourcingException refused =
                assertRefusedSilently(() -> read("{'name':'8472'}", Picky.class));
        assertTrue(refused.getMessage().contains(Picky.class.getName()), refused.getMessage());
        assertTrue(
                refused.getMessage().endsWith(" <- java.lang.IllegalArgumentException"),
                refused.getMessage());
    }

    @Test
    void the_place_is_told() {
        EventSourcingException refused =
                assertRefusedSilently(() -> read("{\n  'size': '8472'}", Patient.class));
        assertEquals(
                "Could not read JSON as an event of class %s: %s at line 2, column 11"
                        .formatted(Patient.class.getName(), InvalidFormatException.class.getName()),
                refused.getMessage());
    }

    @Test
    void jackson_left_alone_quotes() {
        Exception plain =
                assertThrows(
                        InvalidFormatException.class,
                        () ->
                                JsonMapper.builder()
                                        .build()
                                        .readValue("{\"size\":\"8472\"}", Patient.class));
        assertTrue(printed(plain).contains("8472"));
    }

    @Test
    void a_mapper_of_the_users_is_used_as_it_is() {
        JacksonEventSerializer lenient = new JacksonEventSerializer(new JsonMapper());
        assertEquals(
                new Line("a", 5),
                lenient.deserialize(
                        "{\"sku\":\"a\",\"quantity\":\"5\"}".getBytes(UTF_8), Line.class));
    }

    private static List<Object> ring() {
        List<Object> ring = new ArrayList<>(List.of("8472"));
        ring.add(List.of(ring));
        return ring;
    }

    private <E> E read(String json, Class<E> eventClass) {
        return serializer.deserialize(payload(json), eventClass);
    }

    private <E> E readAsTree(String json, Class<E> eventClass) {
        return serializer.bind(serializer.parse(payload(json)), eventClass);
    }

    private static byte[] payload(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    private static EventSourcingException assertRefusedSilently(Executable work) {
        EventSourcingException refused = assertThrows(EventSourcingException.class, work);
        assertFalse(printed(refused).contains("8472"), () -> printed(refused));
        return refused;
    }

    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
