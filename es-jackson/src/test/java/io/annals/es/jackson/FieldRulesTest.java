package io.annals.es.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventSourcingException;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.FieldRules;
import io.annals.es.spi.TreeSerializer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fields that are unknown or missing, and trees: the same by Jackson as by JSON-B. */
class FieldRulesTest {

    public record Sold(String sku, long cents, Optional<String> note) {}

    public record Discounted(String sku, Integer percent) {
        public Discounted {
            percent = percent == null ? 10 : percent;
        }
    }

    static Stream<Function<FieldRules, TreeSerializer<JsonObject>>> serializers() {
        return Stream.of(JacksonEventSerializer::new, JsonbEventSerializer::new);
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void unknown_fields_are_ignored_or_fail(
            Function<FieldRules, TreeSerializer<JsonObject>> serializer) {
        String json = "{\"sku\":\"a\",\"cents\":8472,\"note\":null,\"more\":8472}";
        Sold sold = new Sold("a", 8472, Optional.empty());
        assertEquals(sold, read(serializer.apply(FieldRules.defaults()), json));
        assertRefused(serializer.apply(new FieldRules(true, false)), json);
        assertEquals(sold, read(serializer.apply(new FieldRules(false, true)), json));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void missing_fields_are_defaults_or_fail(
            Function<FieldRules, TreeSerializer<JsonObject>> serializer) {
        Sold nothing = new Sold(null, 0, Optional.empty());
        assertEquals(nothing, read(serializer.apply(FieldRules.defaults()), "{}"));
        assertEquals(nothing, read(serializer.apply(new FieldRules(true, false)), "{}"));
        for (String json :
                List.of(
                        "{\"sku\":\"8472\",\"cents\":8472}",
                        "{\"sku\":\"8472\",\"note\":null}",
                        "{\"cents\":8472,\"note\":\"8472\"}")) {
            assertRefused(serializer.apply(new FieldRules(false, true)), json);
        }
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void where_missing_fields_fail_what_is_absent_is_written(
            Function<FieldRules, TreeSerializer<JsonObject>> serializer) {
        TreeSerializer<JsonObject> strict = serializer.apply(new FieldRules(true, true));
        Sold nothing = new Sold(null, 0, Optional.empty());
        byte[] payload = strict.serialize(nothing);
        assertEquals("{\"cents\":0,\"note\":null,\"sku\":null}", new String(payload, UTF_8));
        assertEquals(nothing, strict.deserialize(payload, Sold.class));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void a_compact_constructor_says_what_a_missing_field_is(
            Function<FieldRules, TreeSerializer<JsonObject>> serializer) {
        assertEquals(
                new Discounted("a", 10),
                serializer
                        .apply(FieldRules.defaults())
                        .deserialize("{\"sku\":\"a\"}".getBytes(UTF_8), Discounted.class));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void a_tree_is_changed_and_becomes_an_event(
            Function<FieldRules, TreeSerializer<JsonObject>> serializer) {
        TreeSerializer<JsonObject> trees = serializer.apply(FieldRules.defaults());
        JsonObject tree =
                trees.parse(
                        "{\"sku\":\"Zo\u00eb \ud83d\ude80\",\"euros\":7,\"note\":\"n\"}"
                                .getBytes(UTF_8));
        JsonObject changed =
                Json.createObjectBuilder(tree)
                        .remove("euros")
                        .add("cents", tree.getInt("euros") * 100L)
                        .build();
        assertEquals(
                new Sold("Zo\u00eb \ud83d\ude80", 700, Optional.of("n")),
                trees.bind(changed, Sold.class));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void what_is_no_tree_or_does_not_fit_is_refused_without_a_word_of_it(
            Function<FieldRules, TreeSerializer<JsonObject>> serializer) {
        TreeSerializer<JsonObject> trees = serializer.apply(FieldRules.defaults());
        for (String malformed :
                List.of(
                        "",
                        "{\"sku\":\"8472",
                        "[8472]",
                        "8472",
                        "{\"sku\":8472}8472",
                        "{\"a\":".repeat(100_000))) {
            assertSilent(
                    assertThrows(
                            EventSourcingException.class,
                            () -> trees.parse(malformed.getBytes(UTF_8))));
        }
        assertSilent(
                assertThrows(
                        EventSourcingException.class,
                        () -> trees.parse(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"'})));
        JsonObject wrong = Json.createObjectBuilder().add("cents", "8472 8472").build();
        assertSilent(
                assertThrows(EventSourcingException.class, () -> trees.bind(wrong, Sold.class)));
    }

    private static Sold read(TreeSerializer<JsonObject> serializer, String json) {
        return serializer.deserialize(json.getBytes(UTF_8), Sold.class);
    }

    private static void assertRefused(TreeSerializer<JsonObject> serializer, String json) {
        assertSilent(assertThrows(EventSourcingException.class, () -> read(serializer, json)));
    }

    private static void assertSilent(EventSourcingException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            String text = cause.toString();
            assertFalse(text.contains("8472"), text);
        }
    }
}
