package io.annals.es.cdi.startup;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.cdi.HealthLimits;
import io.annals.es.consumer.Polling;
import io.annals.es.snapshot.SnapshotLimits;
import io.annals.es.spi.FieldRules;
import io.annals.es.spi.StorageSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void has_defaults() {
        assertEquals(
                new Settings(
                        StorageSettings.defaults(),
                        new Polling(Duration.ofMillis(5), Duration.ofMillis(250)),
                        0,
                        SnapshotLimits.defaults(),
                        FieldRules.defaults(),
                        new HealthLimits(100_000, 50_000, Duration.ofMinutes(1))),
                settings(Map.of()));
    }

    @Test
    void reads_what_is_set() {
        assertEquals(
                new Settings(
                        new StorageSettings(true, Duration.ofSeconds(30), 65_536),
                        new Polling(Duration.ofMillis(20), Duration.ofSeconds(2)),
                        10_000,
                        new SnapshotLimits(4_096, 3),
                        new FieldRules(true, true),
                        new HealthLimits(7, 0, Duration.ofSeconds(5))),
                settings(
                        Map.ofEntries(
                                entry("es.json.unknown-fields", "fail"),
                                entry("es.json.missing-fields", "fail"),
                                entry("es.health.max-lag", "7"),
                                entry("es.health.max-pending", "0"),
                                entry("es.health.patience", "PT5S"),
                                entry("es.journal.create-schema", "true"),
                                entry("es.journal.poll-interval", "PT2S"),
                                entry("es.journal.busy-poll-interval", "PT0.02S"),
                                entry("es.journal.max-payload", "65536"),
                                entry("es.journal.lease", "PT30S"),
                                entry("es.journal.cached-aggregates", "10000"),
                                entry("es.journal.snapshot-max-size", "4096"),
                                entry("es.journal.snapshot-keep", "3"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "100000000", "many"})
    void rejects_malformed_limits_of_health(String value) {
        assertFails(
                Map.of("es.health.max-lag", value, "es.health.max-pending", value),
                "es.health.max-lag is '" + value + "'",
                "from 0 to 99999999",
                "es.health.max-pending is '" + value + "'",
                "from 0 to 99999");
        assertFails(
                Map.of("es.health.patience", value, "es.health.maxlag", "1"),
                "es.health.patience is '" + value + "'",
                "from PT1S to PT1H",
                "es.health.maxlag is no setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE-ish", "1"})
    void rejects_a_malformed_create_schema(String value) {
        assertFails(
                Map.of("es.journal.create-schema", value),
                "es.journal.create-schema is '" + value + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "FAIL", "null"})
    void rejects_malformed_rules_of_fields(String value) {
        assertFails(
                Map.of(
                        "es.json.unknown-fields",
                        value + "x",
                        "es.json.missing-fields",
                        value + "x"),
                "es.json.unknown-fields is '" + value + "x', expected ignore or fail",
                "es.json.missing-fields is '" + value + "x', expected default or fail");
    }

    @Test
    void rejects_an_unknown_key_of_json() {
        assertFails(Map.of("es.json.unknown-field", "fail"), "es.json.unknown-field is no setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"250", "250ms", "PT0S", "-PT1S", "PT1H0.001S"})
    void rejects_malformed_poll_intervals(String value) {
        assertFails(
                Map.of("es.journal.poll-interval", value, "es.journal.busy-poll-interval", value),
                "es.journal.poll-interval is '" + value + "'",
                "es.journal.busy-poll-interval is '" + value + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10s", "PT0.999S", "PT1H0.001S"})
    void rejects_a_malformed_lease(String value) {
        assertFails(
                Map.of("es.journal.lease", value),
                "es.journal.lease is '" + value + "'",
                "from PT1S to PT1H");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000001", "many", "1e3", "99999999999"})
    void rejects_a_malformed_count_of_cached_aggregates(String value) {
        assertFails(
                Map.of("es.journal.cached-aggregates", value),
                "es.journal.cached-aggregates is '" + value + "'",
                "from 0 to 1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "99999999", "many"})
    void rejects_malformed_limits_of_snapshots(String value) {
        assertFails(
                Map.of("es.journal.snapshot-keep", value, "es.journal.snapshot-max-size", value),
                "es.journal.snapshot-keep is '" + value + "'",
                "from 1 to 100",
                "es.journal.snapshot-max-size is '" + value + "'",
                "from 1 to 16777216");
    }

    @Test
    void rejects_an_unknown_key_and_names_the_settings_there_are() {
        assertFails(
                Map.of("es.journal.createschema", "true"),
                "es.journal.createschema is no setting",
                "es.journal.busy-poll-interval, es.journal.cached-aggregates, es.journal.create-schema, es.journal.lease, es.journal.max-payload, es.journal.poll-interval, es.journal.snapshot-keep, es.journal.snapshot-max-size");
    }

    @Test
    void names_every_mistake_at_once() {
        assertFails(
                Map.of(
                        "es.journal.x",
                        "1",
                        "es.journal.create-schema",
                        "maybe",
                        "es.journal.poll-interval",
                        "soon"),
                "es.journal.x",
                "es.journal.create-schema is 'maybe'",
                "es.journal.poll-interval is 'soon'");
    }

    @Test
    void leaves_the_keys_of_others_alone() {
        settings(
                Map.of(
                        "es.db.url",
                        "jdbc:h2:mem:",
                        "es.journals.x",
                        "1",
                        "ES_JOURNAL_CREATE_SCHEMA",
                        "true"));
    }

    @Test
    void accepts_the_dotted_form_that_some_providers_list_for_a_variable() {
        Config config = config(Map.of("es.journal.create.schema", "true"));
        Settings.of(config, Set.of("ES_JOURNAL_CREATE_SCHEMA"));
        assertThrows(DefinitionException.class, () -> Settings.of(config, Set.of()));
    }

    @Test
    void rejects_a_variable_that_is_no_setting_where_the_provider_lists_it() {
        Config config = config(Map.of("es.journal.typo", "true"));
        assertThrows(
                DefinitionException.class, () -> Settings.of(config, Set.of("ES_JOURNAL_TYPO")));
    }

    private static void assertFails(Map<String, String> values, String... named) {
        String message =
                assertThrows(DefinitionException.class, () -> settings(values)).getMessage();
        for (String name : named) {
            assertTrue(message.contains(name), () -> name + " is not in: " + message);
        }
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(config(values), Set.of());
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
