package io.annals.es.cdi.startup;

import io.annals.es.DefinitionException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What can be set by MicroProfile Config, under {@code es.journal.}.
 *
 * @param createSchema {@code es.journal.create-schema}, {@code true} or {@code false} (default):
 *     create missing tables at start
 * @param pollInterval {@code es.journal.poll-interval}, an ISO-8601 duration of 1 ms to 1 hour
 *     (default {@code PT0.25S}): how often the journal is asked for events of other nodes
 */
record Settings(boolean createSchema, Duration pollInterval) {

    private static final String PREFIX = "es.journal.";
    private static final String CREATE_SCHEMA = PREFIX + "create-schema";
    private static final String POLL_INTERVAL = PREFIX + "poll-interval";
    private static final Set<String> KEYS = new TreeSet<>(Set.of(CREATE_SCHEMA, POLL_INTERVAL));

    private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
    private static final Duration LONGEST_POLL = Duration.ofHours(1);

    /**
     * The settings of the application whose context class loader this thread has.
     *
     * @throws DefinitionException see {@link #of}
     */
    static Settings current() {
        return of(ConfigProvider.getConfig(), System.getenv().keySet());
    }

    /**
     * Reads the settings and checks them all.
     *
     * @param environment the names of the environment's variables
     * @throws DefinitionException if a value is malformed or a key is unknown; the message names
     *     every one of them
     */
    static Settings of(Config config, Set<String> environment) {
        List<String> problems = new ArrayList<>(unknownKeys(config, environment));
        String createSchema = value(config, CREATE_SCHEMA, "false");
        String pollInterval = value(config, POLL_INTERVAL, "PT0.25S");
        if (!createSchema.matches("true|false")) {
            problems.add(malformed(CREATE_SCHEMA, createSchema, "true or false"));
        }
        if (!isPollInterval(pollInterval)) {
            problems.add(
                    malformed(
                            POLL_INTERVAL,
                            pollInterval,
                            "an ISO-8601 duration from PT0.001S to PT1H"));
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(
                    "Could not read the journal's settings: %s. There are these settings: %s"
                            .formatted(String.join("; ", problems), String.join(", ", KEYS)));
        }
        return new Settings(Boolean.parseBoolean(createSchema), Duration.parse(pollInterval));
    }

    private static List<String> unknownKeys(Config config, Set<String> environment) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX) && !KEYS.contains(name))
                .filter(name -> !isVariable(name, environment))
                .map("%s is no setting"::formatted)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Some providers list {@code ES_JOURNAL_CREATE_SCHEMA} as {@code es.journal.create.schema},
     * too.
     */
    private static boolean isVariable(String name, Set<String> environment) {
        String variable = variable(name);
        return environment.contains(variable)
                && KEYS.stream().map(Settings::variable).anyMatch(variable::equals);
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String value(Config config, String key, String otherwise) {
        return config.getOptionalValue(key, String.class).orElse(otherwise).strip();
    }

    private static boolean isPollInterval(String value) {
        try {
            Duration interval = Duration.parse(value);
            return interval.compareTo(SHORTEST_POLL) >= 0 && interval.compareTo(LONGEST_POLL) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String malformed(String key, String value, String expected) {
        return "%s is '%s', expected %s".formatted(key, value, expected);
    }
}
