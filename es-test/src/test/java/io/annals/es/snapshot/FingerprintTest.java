package io.annals.es.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.annals.es.EventRevision;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.evolution.Part;
import io.annals.es.evolution.Upcaster;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.EventFormat;
import io.annals.es.spi.EventFormats;
import io.annals.es.spi.EventSerializer;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void the_code_of_a_function_that_upcasts_is_part_of_it() {
        assertEquals(of(Twice.changing()), of(Twice.changing()));
        assertNotEquals(of(Once.changing()), of(Twice.changing()));
        assertNotEquals(of(Once.splitting()), of(Twice.splitting()));
        assertNotEquals(of(Once.referring()), of(Twice.referring()));
    }

    @Test
    void so_is_the_serialiser_also_where_some_classes_have_formats_of_their_own() {
        EventSerializer json = new JsonbEventSerializer();
        EventSerializer other = new OtherJson();
        assertEquals(of(json), of(new JsonbEventSerializer()));
        assertNotEquals(of(json), of(other));
        List<EventFormat> formats = List.of(new NoFormat());
        assertNotEquals(of(EventFormats.of(json, formats)), of(EventFormats.of(other, formats)));
    }

    private static String of(EventSerializer serializer) {
        return new StateFormat<>(
                        AggregateDefinition.of(SnapshottedCounters.Sum.class), serializer, List::of)
                .fingerprint();
    }

    private static final class OtherJson extends JsonbEventSerializer {}

    private static final class NoFormat extends JsonbEventSerializer implements EventFormat {

        @Override
        public boolean covers(Class<?> eventClass) {
            return false;
        }
    }

    private static String of(Upcaster<JsonObject> upcaster) {
        return Fingerprint.of(
                AggregateDefinition.of(SnapshottedCounters.Sum.class), "json", List.of(upcaster));
    }
}

/** What an application's release has. */
final class Once {

    private Once() {}

    static Upcaster<JsonObject> changing() {
        return Upcaster.change("counted", 1, json -> json);
    }

    static Upcaster<JsonObject> referring() {
        return Upcaster.change("counted", 1, UnaryOperator.<JsonObject>identity()::apply);
    }

    static Upcaster<JsonObject> splitting() {
        EventRevision to = new EventRevision("counted", 2);
        return Upcaster.split(
                new EventRevision("counted", 1), Set.of(to), json -> List.of(new Part<>(to, json)));
    }
}

/** What the next release has. */
final class Twice {

    private Twice() {}

    static Upcaster<JsonObject> changing() {
        return Upcaster.change("counted", 1, json -> JsonObject.EMPTY_JSON_OBJECT);
    }

    static Upcaster<JsonObject> referring() {
        return Upcaster.change("counted", 1, Twice::emptied);
    }

    private static JsonObject emptied(JsonObject json) {
        return JsonObject.EMPTY_JSON_OBJECT;
    }

    static Upcaster<JsonObject> splitting() {
        EventRevision to = new EventRevision("counted", 2);
        return Upcaster.split(
                new EventRevision("counted", 1),
                Set.of(to),
                json -> List.of(new Part<>(to, json), new Part<>(to, json)));
    }
}
