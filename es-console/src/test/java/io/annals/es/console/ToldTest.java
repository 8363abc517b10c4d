package io.annals.es.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.annals.es.EventEnvelope;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.StoredEvent;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ToldTest {

    private static final String SECRET = "</script><img src=x> 4711";

    @Test
    void payload_and_metadata_are_shown_to_those_who_may_read_them() {
        JsonObject told = Told.whole(event(), Optional.of(SECRET), true).build();
        assertEquals(SECRET, told.getString("payload"));
        assertEquals(SECRET, told.getJsonObject("metadata").getString("user"));
        assertEquals(JsonValue.NULL, told.get("position"));
    }

    @Test
    void nobody_else_learns_more_than_the_names_and_the_size() {
        JsonObject told = Told.whole(event(), Optional.of(SECRET), false).build();
        assertFalse(told.toString().contains("4711"), told::toString);
        assertEquals(JsonValue.NULL, told.get("payload"));
        assertEquals(JsonValue.NULL, told.getJsonObject("metadata").get("user"));
        assertEquals(SECRET.length(), told.getInt("bytes"));
    }

    @Test
    void what_an_exception_says_may_quote_an_event() {
        DeadLetter letter =
                new DeadLetter(
                        "view",
                        7,
                        new StreamId("cart", "a"),
                        2,
                        "item-added",
                        1,
                        Optional.of(
                                DeadLetter.Failure.of(
                                        new IllegalStateException(
                                                SECRET + "\n\tat " + SECRET,
                                                new IllegalArgumentException(SECRET)))),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH);
        JsonObject hidden = Told.deadLetter(letter, false).build();
        assertFalse(hidden.toString().contains("4711"), hidden::toString);
        String frames = hidden.getJsonObject("failure").getString("stackTrace");
        assertEquals(2, frames.lines().filter(line -> line.contains("ToldTest.what_an")).count());
        JsonObject shown = Told.deadLetter(letter, true).build();
        assertEquals(
                SECRET + "\n\tat " + SECRET, shown.getJsonObject("failure").getString("message"));
    }

    private static StoredEvent event() {
        return new StoredEvent(
                new StreamId("cart", "a"),
                1,
                EventEnvelope.NO_POSITION,
                new UUID(1, 2),
                "item-added",
                1,
                Instant.EPOCH,
                new Metadata(Map.of("user", SECRET)),
                SECRET.getBytes(StandardCharsets.UTF_8));
    }
}
