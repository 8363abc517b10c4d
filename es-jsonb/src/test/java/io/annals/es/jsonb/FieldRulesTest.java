package io.annals.es.jsonb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.FieldRules;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import org.junit.jupiter.api.Test;

/** Fields that are unknown or missing; see also the test of this name in es-jackson. */
class FieldRulesTest {

    public record Named(String name) {}

    @Dependent
    static class Strict {
        @Produces
        static FieldRules rules() {
            return new FieldRules(true, true);
        }
    }

    @Test
    void a_bean_has_the_rules_that_are_set() {
        try (SeContainer container =
                SeContainerInitializer.newInstance().addBeanClasses(Strict.class).initialize()) {
            EventSerializer strict = container.select(EventSerializer.class).get();
            assertEquals("{\"name\":null}", new String(strict.serialize(new Named(null)), UTF_8));
            assertRefused(strict, "{}");
            assertRefused(strict, "{\"name\":\"a\",\"age\":7}");
        }
    }

    @Test
    void a_bean_is_lenient_where_nothing_is_set() {
        try (SeContainer container =
                SeContainerInitializer.newInstance()
                        .disableDiscovery()
                        .addBeanClasses(JsonbEventSerializer.class)
                        .initialize()) {
            EventSerializer lenient = container.select(EventSerializer.class).get();
            assertDoesNotThrow(
                    () -> lenient.deserialize("{\"age\":7}".getBytes(UTF_8), Named.class));
        }
    }

    private static void assertRefused(EventSerializer strict, String json) {
        assertThrows(
                EventSourcingException.class,
                () -> strict.deserialize(json.getBytes(UTF_8), Named.class));
    }
}
