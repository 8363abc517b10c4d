package io.annals.es.cdi.startup;

import io.annals.readme.ConfigurationTest.Row;
import java.util.List;

/** What es-cdi declares, for the reference. */
public final class DeclaredSettings {

    private DeclaredSettings() {}

    public static List<Row> ofTheNode() {
        return rows(Settings.ALL);
    }

    public static List<Row> ofConsumers() {
        return rows(ConsumerSettings.ALL);
    }

    public static List<Row> ofAggregates() {
        return rows(AggregateSettings.ALL);
    }

    private static List<Row> rows(List<Setting<?>> settings) {
        return settings.stream()
                .map(
                        setting ->
                                new Row(
                                        setting.key(),
                                        setting.otherwise(),
                                        setting.expected(),
                                        setting.meaning()))
                .toList();
    }
}
