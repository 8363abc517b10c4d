package io.annals.es;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetadataTest {

    @Test
    void comes_back_from_its_encoded_form_whatever_it_holds() {
        Metadata metadata =
                Metadata.empty()
                        .with(Metadata.USER, "zoë & co = 100 %")
                        .with("empty", "")
                        .with("a=b&c", "line\nbreak 🛒");
        assertEquals(metadata, Metadata.decode(metadata.encode()));
        assertEquals(Optional.of(""), metadata.get("empty"));
    }

    @Test
    void encodes_nothing_as_nothing() {
        assertEquals("", Metadata.empty().encode());
        assertEquals(Metadata.empty(), Metadata.decode(""));
    }

    @Test
    void encodes_entries_in_the_order_of_their_keys() {
        assertEquals("a=1&b=2", Metadata.empty().with("b", "2").with("a", "1").encode());
    }

    @Test
    void rejects_text_that_is_not_encoded_metadata() {
        assertThrows(IllegalArgumentException.class, () -> Metadata.decode("a=1&b"));
    }

    @Test
    void rejects_long_values_and_keys_without_repeating_them() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Metadata.empty().with("k", "v".repeat(8_193)))
                        .getMessage();
        assertTrue(
                message.contains("'k'") && message.contains("8193") && message.contains("8192"),
                message);
        assertThrows(
                IllegalArgumentException.class, () -> Metadata.empty().with("k".repeat(101), "v"));
        assertThrows(IllegalArgumentException.class, () -> Metadata.empty().with("", "v"));
    }

    @Test
    void cannot_be_changed() {
        Map<String, String> entries = Metadata.empty().with("a", "1").entries();
        assertThrows(UnsupportedOperationException.class, () -> entries.put("b", "2"));
    }
}
