package io.annals.es.jsonb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An event is read from a tree as from the tree's text. */
public final class TreesTest {

    public record Priced(String sku, int cents, List<Map<String, Object>> more) {}

    public record Loose(String sku, JsonValue any, JsonObject object, JsonArray array) {}

    private static final String PRICED =
            "{\"cents\":250,\"more\":[{\"a\":[1,{\"b\":null}]}],\"sku\":\"pear\"}";

    @Test
    void is_read_from_a_tree() {
        JsonbEventSerializer serializer = new JsonbEventSerializer();
        assertReadAlike(serializer, PRICED, Priced.class);
        assertReadAlike(serializer, "{\"cents\":12345678901,\"more\":null}", Priced.class);
        assertReadAlike(serializer, "{\"cents\":2.75,\"new\":[{},[2]]}", Priced.class);
    }

    @Test
    void fields_of_json_p_are_read_from_a_tree() {
        JsonbEventSerializer serializer = new JsonbEventSerializer();
        for (String any : List.of("null", "1", "\"a\"", "[1,[]]", "{\"a\":{}}")) {
            assertReadAlike(
                    serializer,
                    "{\"any\":%s,\"object\":{\"a\":[1]},\"array\":[{}],\"sku\":\"pear\"}"
                            .formatted(any),
                    Loose.class);
        }
    }

    @Test
    void yasson_needs_no_text() {
        AtomicInteger texts = new AtomicInteger();
        JsonObject tree = new JsonbEventSerializer().parse(PRICED.getBytes(UTF_8));
        JsonObject counted =
                (JsonObject)
                        Proxy.newProxyInstance(
                                TreesTest.class.getClassLoader(),
                                new Class<?>[] {JsonObject.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("toString")) {
                                        texts.incrementAndGet();
                                    }
                                    return method.invoke(tree, arguments);
                                });
        assertEquals(250, new JsonbEventSerializer().bind(counted, Priced.class).cents());
        assertEquals(0, texts.get());
    }

    @Test
    void any_json_b_will_do() {
        Jsonb yasson = JsonbBuilder.create();
        Jsonb another =
                (Jsonb)
                        Proxy.newProxyInstance(
                                TreesTest.class.getClassLoader(),
                                new Class<?>[] {Jsonb.class},
                                (proxy, method, arguments) -> method.invoke(yasson, arguments));
        assertReadAlike(new JsonbEventSerializer(another), PRICED, Priced.class);
    }

    @Test
    void what_does_not_fit_is_told_as_of_text() {
        JsonbEventSerializer serializer = new JsonbEventSerializer();
        byte[] payload = "{\"cents\":\"s3cr3t\"}".getBytes(UTF_8);
        JsonObject tree = serializer.parse(payload);
        EventSourcingException ofText =
                assertThrows(
                        EventSourcingException.class,
                        () -> serializer.deserialize(payload, Priced.class));
        EventSourcingException ofTree =
                assertThrows(
                        EventSourcingException.class, () -> serializer.bind(tree, Priced.class));
        assertEquals(ofText.getMessage(), ofTree.getMessage());
        assertTrue(ofTree.getMessage().contains(Priced.class.getName()));
    }

    private static <E> void assertReadAlike(
            JsonbEventSerializer serializer, String json, Class<E> type) {
        byte[] payload = json.getBytes(UTF_8);
        E event = serializer.deserialize(payload, type);
        assertEquals(event, serializer.bind(serializer.parse(payload), type));
        assertEquals(
                event,
                serializer.bind(Json.createObjectBuilder(serializer.parse(payload)).build(), type));
    }
}
