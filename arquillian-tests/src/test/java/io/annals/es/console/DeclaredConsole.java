package io.annals.es.console;

import io.annals.readme.ConfigurationTest.Row;
import java.util.List;

/** What es-console declares, for the reference. */
public final class DeclaredConsole {

    private DeclaredConsole() {}

    public static List<Row> ofConsole() {
        return ConsoleSettings.ALL.stream()
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
