package io.annals.es.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import com.fasterxml.jackson.databind.annotation.JsonTypeResolver;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.annals.es.EventSourcingException;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.json.bind.annotation.JsonbTransient;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RefusedClassesTest {

    record Renamed(@JsonbProperty("n") String name) {}

    @JsonbPropertyOrder("name")
    record Ordered(String name) {}

    static class Shy {
        public String name = "";

        @JsonbTransient
        public String getSecret() {
            return "";
        }
    }

    static class Made {
        public final String name;

        @JsonProperty("extra")
        public String extra = "";

        @JsonbCreator
        Made(@JsonProperty("name") String name) {
            this.name = name;
        }
    }

    static class Heir extends Shy {}

    interface Named {
        @JsonbProperty("n")
        String name();
    }

    record Inheriting(String name) implements Named {}

    @JsonbTransient
    @Retention(RetentionPolicy.RUNTIME)
    @interface Confidential {}

    record Stereotyped(@Confidential String name) {}

    record Outer(List<Renamed> all) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    record ByClass(String name) {}

    record Within(@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS) Object any) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM)
    @JsonTypeIdResolver(Loading.class)
    record Custom(String name) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonTypeIdResolver(Loading.class)
    record Resolved(String name) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonTypeResolver(StdTypeResolverBuilder.class)
    record Built(String name) {}

    static final class Loading extends TypeIdResolverBase {

        @Override
        public String idFromValue(Object value) {
            return value.getClass().getName();
        }

        @Override
        public String idFromValueAndType(Object value, Class<?> type) {
            return type.getName();
        }

        @Override
        public JavaType typeFromId(DatabindContext context, String id) {
            try {
                return context.constructType(Class.forName(id));
            } catch (ClassNotFoundException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public JsonTypeInfo.Id getMechanism() {
            return JsonTypeInfo.Id.CUSTOM;
        }
    }

    record Typed(
            Class<?> type,
            Optional<Class<?>> other,
            Class<?>[] all,
            JavaType jacksons,
            Map<Class<?>, Integer> byType) {}

    record Loose(Object any) {}

    record Lists(Map<List<String>, Integer> map) {}

    record Maybes(Map<Optional<String>, Integer> map) {}

    record Entries(Map<Map.Entry<String, String>, Integer> map) {}

    record Classes(Map<Class<?>, Integer> map) {}

    record Calendars(Map<Calendar, Integer> map) {}

    record Paths(Map<Path, Integer> map) {}

    record Any(Map<Object, Integer> map) {}

    record Serials(Map<Serializable, Integer> map) {}

    record Nested(Map<String, Object> map) {}

    record Own(@JsonProperty("n") String name) {}

    record Stock(Map<Own, Integer> items) {}

    record Key(@JsonKey String text) {}

    record Keyed(Map<Key, Integer> items) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Card.class, name = "card"))
    sealed interface Means {}

    record Card(int digits) implements Means {}

    record Paid(Means means) {}

    private final JacksonEventSerializer serializer = new JacksonEventSerializer();

    static Stream<Object> annotated() {
        return Stream.of(
                new Renamed("x"),
                new Ordered("x"),
                new Shy(),
                new Made("x"),
                new Heir(),
                new Inheriting("x"),
                new Stereotyped("x"),
                new Outer(List.of(new Renamed("x"))),
                new ByClass("x"),
                new Within("x"),
                new Custom("x"),
                new Resolved("x"),
                new Built("x"));
    }

    @ParameterizedTest
    @MethodSource("annotated")
    void are_refused_whenever_one_writes_or_reads(Object event) {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertRefused(() -> serializer.serialize(event));
            assertRefused(() -> serializer.deserialize(utf8("{}"), event.getClass()));
        }
    }

    @Test
    void what_and_where_and_the_way_out_are_told() {
        String message = assertRefused(() -> serializer.serialize(new Renamed("x")));
        for (String part :
                List.of(
                        JsonbProperty.class.getName(),
                        Renamed.class.getName() + ".name",
                        "Jackson",
                        "es-jsonb")) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void a_class_that_json_names_is_not_loaded() {
        String named = Trap.class.getName();
        for (Class<?> type :
                List.of(ByClass.class, Within.class, Custom.class, Resolved.class, Built.class)) {
            assertRefused(
                    () ->
                            serializer.deserialize(
                                    utf8(
                                            "{\"@class\":\"%1$s\",\"@type\":\"%1$s\",\"any\":{\"@c\":\"%1$s\"}}"
                                                    .formatted(named)),
                                    type));
        }
        for (String json :
                List.of(
                        "{'type':'%s'}",
                        "{'other':'%s'}",
                        "{'all':['%s']}",
                        "{'jacksons':'%s'}",
                        "{'byType':{'%s':1}}")) {
            assertRefused(
                    () ->
                            serializer.deserialize(
                                    utf8(json.replace('\'', '"').formatted(named)), Typed.class));
        }
        assertFalse(trapped);
    }

    static Stream<Object> naming() {
        JavaType jacksons = TypeFactory.defaultInstance().constructType(Trap.class);
        return Stream.of(
                new Typed(Trap.class, null, null, null, null),
                new Typed(null, Optional.of(Trap.class), null, null, null),
                new Typed(null, null, new Class<?>[] {Trap.class}, null, null),
                new Typed(null, null, null, jacksons, null),
                new Loose(Trap.class),
                new Loose(jacksons));
    }

    @ParameterizedTest
    @MethodSource("naming")
    void names_of_classes_are_not_written(Object event) {
        assertRefused(() -> serializer.serialize(event));
    }

    static Stream<Object> keyed() {
        return Stream.of(
                new Stock(Map.of(new Own("x"), 1)),
                new Lists(Map.of(List.of("x"), 1)),
                new Maybes(Map.of(Optional.of("x"), 1)),
                new Entries(Map.of(Map.entry("x", "y"), 1)),
                new Classes(Map.of(String.class, 1)),
                new Calendars(Map.of(Calendar.getInstance(), 1)),
                new Paths(Map.of(Path.of("x"), 1)),
                new Any(Map.of(1, 1)),
                new Any(Map.of(Samples.Size.SMALL, 1)),
                new Any(Map.of(List.of("x"), 1)),
                new Serials(Map.of(1, 1)),
                new Nested(Map.of("x", Map.of(1, 1))));
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void keys_that_are_no_texts_are_refused(Object event) {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertRefused(() -> serializer.serialize(event));
        }
    }

    @Test
    void a_key_may_say_which_text_it_is() {
        Keyed keyed = new Keyed(Map.of(new Key("x"), 1));
        byte[] payload = serializer.serialize(keyed);
        assertEquals("{\"items\":{\"x\":1}}", new String(payload, UTF_8));
        assertEquals(keyed, serializer.deserialize(payload, Keyed.class));
    }

    @Test
    void jacksons_own_work() {
        assertEquals("{\"n\":\"x\"}", new String(serializer.serialize(new Own("x")), UTF_8));
        Paid paid = new Paid(new Card(4));
        String json = "{\"means\":{\"@type\":\"card\",\"digits\":4}}";
        assertEquals(json, new String(serializer.serialize(paid), UTF_8));
        assertEquals(paid, serializer.deserialize(utf8(json), Paid.class));
    }

    private static boolean trapped;

    static final class Trap {
        static {
            trapped = true;
        }
    }

    private static String assertRefused(Executable work) {
        String message = assertThrows(EventSourcingException.class, work).getMessage();
        assertTrue(message.contains(RefusedClassException.class.getName()), message);
        return message;
    }

    private static byte[] utf8(String json) {
        return json.getBytes(UTF_8);
    }
}
