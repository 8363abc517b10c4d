package io.annals.es.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.TreeSerializer;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application may go from JSON-B to Jackson, and back. */
final class SameJsonTest {

    private final TreeSerializer<JsonObject> jackson = new JacksonEventSerializer();
    private final TreeSerializer<JsonObject> jsonb = new JsonbEventSerializer();

    @ParameterizedTest
    @MethodSource("io.annals.es.jackson.Samples#events")
    void is_written_byte_for_byte(Object event) {
        assertEquals(written(event, jsonb), written(event, jackson));
    }

    @ParameterizedTest
    @MethodSource({
        "io.annals.es.jackson.Samples#events",
        "io.annals.es.jackson.Samples#eventsOfSeveralForms"
    })
    void is_read_by_the_one_that_wrote_it_and_by_the_other(Object event) {
        for (EventSerializer writer : new EventSerializer[] {jackson, jsonb}) {
            byte[] payload = writer.serialize(event);
            assertEquals(event, jackson.deserialize(payload, event.getClass()));
            assertEquals(event, jsonb.deserialize(payload, event.getClass()));
        }
        assertEquals(jsonb.mediaType(Object.class), jackson.mediaType(Object.class));
    }

    @ParameterizedTest
    @MethodSource({
        "io.annals.es.jackson.Samples#events",
        "io.annals.es.jackson.Samples#eventsOfSeveralForms"
    })
    void is_the_same_tree_whoever_makes_it_and_read_from_it_by_both(Object event) {
        for (EventSerializer writer : List.of(jackson, jsonb)) {
            byte[] payload = writer.serialize(event);
            JsonObject tree = jackson.parse(payload);
            assertEquals(jsonb.parse(payload), tree);
            assertEquals(event, jackson.bind(tree, event.getClass()));
            assertEquals(event, jsonb.bind(tree, event.getClass()));
        }
    }

    @Test
    void methods_of_a_record_are_no_fields() {
        assertEquals("{\"count\":2}", written(new Samples.Counted(2), jackson));
    }

    private static String written(Object event, EventSerializer writer) {
        return new String(writer.serialize(event), UTF_8);
    }
}
