package io.annals.es;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"4711", "ß", "日本", "🛒", "a b", "e\u0301", "'; DROP TABLE es_event; --"})
    void accepts_ids_of_any_script(String id) {
        assertEquals("cart/" + id, new StreamId("cart", id).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "tab\t", "\uD83D", "x\uDED2", "\u0085"})
    void rejects_ids_that_a_database_could_not_keep(String id) {
        assertThrows(IllegalArgumentException.class, () -> new StreamId("cart", id));
    }

    @Test
    void names_the_character_that_is_not_allowed_and_not_the_id() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new StreamId("cart", "secret\u0007"))
                        .getMessage();
        assertTrue(message.contains("character 7 is U+0007"), message);
        assertTrue(!message.contains("secret"), message);
    }

    @Test
    void accepts_255_characters_and_rejects_256() {
        assertEquals(255, new StreamId("cart", "x".repeat(255)).id().length());
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new StreamId("cart", "x".repeat(256)))
                        .getMessage();
        assertTrue(message.contains("256") && message.contains("1 to 255"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "cart/1", "käse", "a\n"})
    void rejects_categories_beyond_plain_names(String category) {
        assertThrows(IllegalArgumentException.class, () -> new StreamId(category, "1"));
    }

    @Test
    void orders_by_category_and_then_by_id() {
        StreamId a2 = new StreamId("a", "2");
        StreamId b1 = new StreamId("b", "1");
        StreamId a1 = new StreamId("a", "1");
        assertEquals(List.of(a1, a2, b1), List.of(b1, a2, a1).stream().sorted().toList());
    }
}
