package io.annals.es.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleSettingsTest {

    @Test
    void there_is_no_console_unless_it_is_switched_on() {
        assertEquals(Optional.empty(), read(Map.of()));
        assertEquals(Optional.empty(), read(Map.of("es.console.role", "operator")));
        assertEquals(Optional.empty(), read(Map.of("es.console.enabled", "false")));
    }

    @Test
    void it_has_a_usual_place_and_shows_payloads_to_nobody() {
        assertEquals(
                Optional.of(new ConsoleSettings("/es-console", "operator", Optional.empty())),
                read(Map.of("es.console.enabled", "true", "es.console.role", "operator")));
    }

    @Test
    void all_can_be_set() {
        assertEquals(
                Optional.of(new ConsoleSettings("/ops/journal", "ops", Optional.of("auditor"))),
                read(
                        Map.of(
                                "es.console.enabled", "true",
                                "es.console.path", "/ops/journal",
                                "es.console.role", " ops ",
                                "es.console.payload-role", "auditor")));
    }

    @Test
    void a_variable_that_a_provider_lists_as_a_key_is_none_of_its_own() {
        assertTrue(
                read(Map.of(
                                "es.console.enabled", "true",
                                "es.console.role", "ops",
                                "es.console.payload.role", "auditor"))
                        .isPresent());
    }

    @Test
    void it_is_for_somebody() {
        DefinitionException failure =
                assertThrows(
                        DefinitionException.class,
                        () -> read(Map.of("es.console.enabled", "true")));
        assertTrue(
                failure.getMessage().contains("es.console.role is not set"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "es.console.enabled, yes",
        "es.console.path, ops",
        "es.console.path, /",
        "es.console.path, /ops/",
        "es.console.path, /*",
        "es.console.path, /../x",
        "es.console.role, two words",
        "es.console.payload-role, two words",
        "es.console.roles, operator"
    })
    void what_is_wrong_is_named(String key, String value) {
        DefinitionException failure =
                assertThrows(DefinitionException.class, () -> read(Map.of(key, value)));
        assertTrue(failure.getMessage().contains(key + " is "), failure.getMessage());
    }

    private static Optional<ConsoleSettings> read(Map<String, String> values) {
        return ConsoleSettings.of(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(values, "test", 100))
                        .build());
    }
}
