package io.annals.es.cdi.startup;

import io.annals.es.DefinitionException;
import io.annals.es.consumer.Polling;
import io.annals.es.snapshot.SnapshotLimits;
import io.annals.es.spi.StorageSettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What can be set by MicroProfile Config, under {@code es.journal.}.
 *
 * @param storage {@code es.journal.create-schema}, {@code true} or {@code false} (default): create
 *     missing tables at start; {@code es.journal.lease}, an ISO-8601 duration of 1 s to 1 hour
 *     (default {@code PT10S}): how long a node may be silent before another one takes over what it
 *     alone did; {@code es.journal.max-payload}, 1 to 16777216 (default): how many bytes an event
 *     may have
 * @param polling {@code es.journal.poll-interval}, an ISO-8601 duration of 1 ms to 1 hour (default
 *     {@code PT0.25S}): how often the journal is asked for events of other nodes; {@code
 *     es.journal.busy-poll-interval}, the same (default {@code PT0.005S}): how soon after something
 *     has happened
 * @param cachedAggregates {@code es.journal.cached-aggregates}, 0 (default) to 1000000: of how many
 *     aggregates the latest state is kept, so that an update need not read it
 * @param snapshots {@code es.journal.snapshot-max-size}, 1 to 16777216 (default 1048576): how many
 *     bytes a state may have to be stored as a snapshot; {@code es.journal.snapshot-keep}, 1 to 100
 *     (default 2): how many snapshots of a stream are kept
 */
record Settings(
        StorageSettings storage, Polling polling, int cachedAggregates, SnapshotLimits snapshots) {

    private static final String PREFIX = "es.journal.";
    private static final String CREATE_SCHEMA = PREFIX + "create-schema";
    private static final String POLL_INTERVAL = PREFIX + "poll-interval";
    private static final String BUSY_POLL_INTERVAL = PREFIX + "busy-poll-interval";
    private static final String LEASE = PREFIX + "lease";
    private static final String MAX_PAYLOAD = PREFIX + "max-payload";
    private static final String CACHED_AGGREGATES = PREFIX + "cached-aggregates";
    private static final String SNAPSHOT_MAX_SIZE = PREFIX + "snapshot-max-size";
    private static final String SNAPSHOT_KEEP = PREFIX + "snapshot-keep";
    private static final Set<String> KEYS =
            new TreeSet<>(
                    Set.of(
                            CREATE_SCHEMA,
                            POLL_INTERVAL,
                            BUSY_POLL_INTERVAL,
                            LEASE,
                            MAX_PAYLOAD,
                            CACHED_AGGREGATES,
                            SNAPSHOT_MAX_SIZE,
                            SNAPSHOT_KEEP));
    private static final int MOST_CACHED = 1_000_000;
    private static final int MOST_KEPT = 100;

    private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

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
        String busyPollInterval = value(config, BUSY_POLL_INTERVAL, "PT0.005S");
        String lease = value(config, LEASE, "PT10S");
        if (!createSchema.matches("true|false")) {
            problems.add(malformed(CREATE_SCHEMA, createSchema, "true or false"));
        }
        checkDuration(POLL_INTERVAL, pollInterval, SHORTEST_POLL).ifPresent(problems::add);
        checkDuration(BUSY_POLL_INTERVAL, busyPollInterval, SHORTEST_POLL).ifPresent(problems::add);
        checkDuration(LEASE, lease, SHORTEST_LEASE).ifPresent(problems::add);
        String maxPayload =
                value(config, MAX_PAYLOAD, Integer.toString(StorageSettings.LARGEST_PAYLOAD));
        if (!isNumber(maxPayload, 1, StorageSettings.LARGEST_PAYLOAD)) {
            problems.add(
                    malformed(
                            MAX_PAYLOAD,
                            maxPayload,
                            "a number of bytes from 1 to " + StorageSettings.LARGEST_PAYLOAD));
        }
        String cachedAggregates = value(config, CACHED_AGGREGATES, "0");
        if (!isNumber(cachedAggregates, 0, MOST_CACHED)) {
            problems.add(
                    malformed(
                            CACHED_AGGREGATES,
                            cachedAggregates,
                            "a number of aggregates from 0 to " + MOST_CACHED));
        }
        SnapshotLimits limits = SnapshotLimits.defaults();
        String snapshotSize = value(config, SNAPSHOT_MAX_SIZE, Integer.toString(limits.maxBytes()));
        if (!isNumber(snapshotSize, 1, StorageSettings.LARGEST_PAYLOAD)) {
            problems.add(
                    malformed(
                            SNAPSHOT_MAX_SIZE,
                            snapshotSize,
                            "a number of bytes from 1 to " + StorageSettings.LARGEST_PAYLOAD));
        }
        String snapshotKeep = value(config, SNAPSHOT_KEEP, Integer.toString(limits.keep()));
        if (!isNumber(snapshotKeep, 1, MOST_KEPT)) {
            problems.add(
                    malformed(
                            SNAPSHOT_KEEP,
                            snapshotKeep,
                            "a number of snapshots from 1 to " + MOST_KEPT));
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(
                    "Could not read the journal's settings: %s. There are these settings: %s"
                            .formatted(String.join("; ", problems), String.join(", ", KEYS)));
        }
        return new Settings(
                new StorageSettings(
                        Boolean.parseBoolean(createSchema),
                        Duration.parse(lease),
                        Integer.parseInt(maxPayload)),
                new Polling(Duration.parse(busyPollInterval), Duration.parse(pollInterval)),
                Integer.parseInt(cachedAggregates),
                new SnapshotLimits(Integer.parseInt(snapshotSize), Integer.parseInt(snapshotKeep)));
    }

    private static List<String> unknownKeys(Config config, Set<String> environment) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX) && !KEYS.contains(name))
                .filter(name -> !isVariable(name, environment, KEYS))
                .map("%s is no setting"::formatted)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Some providers list {@code ES_JOURNAL_CREATE_SCHEMA} as {@code es.journal.create.schema},
     * too.
     */
    static boolean isVariable(String name, Set<String> environment, Set<String> keys) {
        String variable = variable(name);
        return environment.contains(variable)
                && keys.stream().map(Settings::variable).anyMatch(variable::equals);
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String value(Config config, String key, String otherwise) {
        return config.getOptionalValue(key, String.class).orElse(otherwise).strip();
    }

    private static Optional<String> checkDuration(String key, String value, Duration shortest) {
        return isDuration(value, shortest)
                ? Optional.empty()
                : Optional.of(
                        malformed(
                                key,
                                value,
                                "an ISO-8601 duration from %s to %s".formatted(shortest, LONGEST)));
    }

    private static boolean isNumber(String value, int least, int most) {
        if (!value.matches("[0-9]{1,8}")) {
            return false;
        }
        int number = Integer.parseInt(value);
        return number >= least && number <= most;
    }

    private static boolean isDuration(String value, Duration shortest) {
        try {
            Duration duration = Duration.parse(value);
            return duration.compareTo(shortest) >= 0 && duration.compareTo(LONGEST) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String malformed(String key, String value, String expected) {
        return "%s is '%s', expected %s".formatted(key, value, expected);
    }
}
