package io.annals.es.console;

import io.annals.es.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * Where the console is and who may see it, by MicroProfile Config under {@code es.console.}.
 *
 * @param path below the application's root, with a slash before it and none behind
 * @param role of everybody who may come in
 * @param payloadRole of those who may read payloads and the values of metadata; empty for nobody
 */
record ConsoleSettings(String path, String role, Optional<String> payloadRole) {

    private static final String PREFIX = "es.console.";
    private static final Setting ENABLED =
            new Setting(
                    PREFIX + "enabled",
                    "false",
                    "true or false",
                    "true|false",
                    "`true` puts the operations console into the application; `role` must be set then");
    private static final Setting PATH =
            new Setting(
                    PREFIX + "path",
                    "/es-console",
                    "a path that begins with a slash and does not end with one",
                    "(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){1,5}",
                    "where the console is, below the application's root");
    private static final Setting ROLE =
            new Setting(
                    PREFIX + "role",
                    "",
                    "the name of a role",
                    "(\\S{1,100})?",
                    "which role a caller must have to see and do anything in the console");
    private static final Setting PAYLOAD_ROLE =
            new Setting(
                    PREFIX + "payload-role",
                    "",
                    "the name of a role",
                    "(\\S{1,100})?",
                    "which role a caller must have as well to see payloads, the values of metadata and what exceptions say; nobody does where it is not set");

    /** All of them: a setting that is not listed here is unknown. */
    static final List<Setting> ALL = List.of(ENABLED, PATH, ROLE, PAYLOAD_ROLE);

    /**
     * As it is set; empty if there is to be no console.
     *
     * @throws DefinitionException if a value is malformed or missing, or a key is unknown; the
     *     message names every one of them
     */
    static Optional<ConsoleSettings> of(Config config) {
        List<String> problems = new ArrayList<>(unknownKeys(config));
        boolean enabled = Boolean.parseBoolean(ENABLED.read(config, problems));
        String path = PATH.read(config, problems);
        String role = ROLE.read(config, problems);
        String payloadRole = PAYLOAD_ROLE.read(config, problems);
        if (enabled && role.isEmpty()) {
            problems.add(
                    "%s is not set, so that nobody could come in. Name the role that operators have"
                            .formatted(ROLE.key()));
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(
                    "Could not set up the console: %s. There are these settings: %s"
                            .formatted(
                                    String.join("; ", problems),
                                    ALL.stream()
                                            .map(Setting::key)
                                            .sorted()
                                            .collect(Collectors.joining(", "))));
        }
        return enabled
                ? Optional.of(
                        new ConsoleSettings(
                                path,
                                role,
                                Optional.of(payloadRole).filter(name -> !name.isEmpty())))
                : Optional.empty();
    }

    /** Some providers list {@code ES_CONSOLE_PAYLOAD_ROLE} with a point for each underscore. */
    private static List<String> unknownKeys(Config config) {
        List<String> known = ALL.stream().map(Setting::variable).toList();
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> !known.contains(variable(name)))
                .distinct()
                .sorted()
                .map("%s is no setting"::formatted)
                .toList();
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /**
     * A key, from whose declaration it is read and docs/configuration.md is written.
     *
     * @param form a regular expression for its values
     */
    record Setting(String key, String otherwise, String expected, String form, String meaning) {

        private String read(Config config, List<String> problems) {
            String value = config.getOptionalValue(key, String.class).orElse(otherwise).strip();
            if (!value.matches(form)) {
                problems.add("%s is '%s', expected %s".formatted(key, value, expected));
            }
            return value;
        }

        private String variable() {
            return ConsoleSettings.variable(key);
        }
    }
}
