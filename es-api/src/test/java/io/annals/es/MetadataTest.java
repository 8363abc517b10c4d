package io.annals.es;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
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
    void refuses_keys_that_would_become_one_when_they_are_stored() {
        Metadata.empty().with("🛒", "v").with("k", "\ud800");
        assertThrows(
                IllegalArgumentException.class,
                () -> new Metadata(Map.of("\ud800", "v", "\ud801", "w")));
    }

    @Test
    void counts_the_bytes_of_a_value_and_not_its_characters() {
        Metadata.empty().with("k", "é".repeat(4_096));
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Metadata.empty().with("k", "é".repeat(4_097)))
                        .getMessage();
        assertTrue(message.contains("'k'") && message.contains("8194 bytes"), message);
        assertFalse(message.contains("é"), message);
    }

    @Test
    void rejects_entries_that_are_too_long_together() {
        Map<String, String> entries = new TreeMap<>();
        for (int key = 0; key < 8; key++) {
            entries.put("k" + key, "v".repeat(8_190));
        }
        new Metadata(entries);
        entries.put("k8", "");
        String message =
                assertThrows(IllegalArgumentException.class, () -> new Metadata(entries))
                        .getMessage();
        assertTrue(message.contains("k8") && message.contains("65538"), message);
        assertFalse(message.contains("vv"), message);
    }

    @Test
    void what_was_stored_under_other_limits_is_read_and_not_appended() {
        String longOnes = "k=%s&%s=v".formatted("v".repeat(70_000), "l".repeat(101));
        Metadata old = Metadata.decode(longOnes);
        assertEquals(70_000, old.get("k").orElseThrow().length());
        assertEquals(longOnes, old.encode());
        assertEquals(old, Metadata.ofStored(old.entries()));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Append(
                                new StreamId("c", "1"),
                                ExpectedVersion.any(),
                                List.of("event"),
                                old));
        assertThrows(IllegalArgumentException.class, () -> old.with("a", "1"));
    }

    @Test
    void an_old_correlation_that_is_too_long_keeps_no_consequence_from_being_appended() {
        UUID id = UUID.randomUUID();
        Metadata old = Metadata.decode("correlation-id=" + "c".repeat(8_193));
        assertEquals(
                Map.of("causation-id", id.toString(), "correlation-id", id.toString()),
                Metadata.causedBy(event(id, old)).entries());
    }

    @Test
    void does_not_quote_what_it_cannot_decode() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> Metadata.decode("k=secret%zzsecret"));
        assertFalse(String.valueOf(e.getMessage()).contains("zz"), e::getMessage);
        assertNull(e.getCause());
    }

    @Test
    void keeps_its_own_entries_before_those_of_others() {
        Metadata own = Metadata.empty().with("a", "own").with("b", "own");
        Metadata others = Metadata.empty().with("b", "other").with("c", "other");
        assertEquals(Map.of("a", "own", "b", "own", "c", "other"), own.orElse(others).entries());
        assertEquals(own, own.orElse(Metadata.empty()));
        assertEquals(others, Metadata.empty().orElse(others));
    }

    @Test
    void of_consequences_has_the_causes_id_and_its_correlation() {
        UUID id = UUID.randomUUID();
        Metadata correlated = Metadata.empty().with(Metadata.CORRELATION_ID, "request 7");
        assertEquals(
                Map.of("causation-id", id.toString(), "correlation-id", "request 7"),
                Metadata.causedBy(event(id, correlated)).entries());
        assertEquals(
                Map.of("causation-id", id.toString(), "correlation-id", id.toString()),
                Metadata.causedBy(event(id, Metadata.empty())).entries());
    }

    private static EventEnvelope<String> event(UUID id, Metadata metadata) {
        return new EventEnvelope<>(
                "event", "type", new StreamId("c", "1"), 1, 1, id, Instant.EPOCH, metadata);
    }

    @Test
    void cannot_be_changed() {
        Map<String, String> entries = Metadata.empty().with("a", "1").entries();
        assertThrows(UnsupportedOperationException.class, () -> entries.put("b", "2"));
    }
}
