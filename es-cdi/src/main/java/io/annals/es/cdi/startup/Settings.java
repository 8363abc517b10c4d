package io.annals.es.cdi.startup;

import io.annals.es.DefinitionException;
import io.annals.es.cdi.HealthLimits;
import io.annals.es.consumer.Polling;
import io.annals.es.snapshot.SnapshotLimits;
import io.annals.es.spi.FieldRules;
import io.annals.es.spi.StorageSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What can be set by MicroProfile Config, under {@code es.journal.}, {@code es.json.} and {@code
 * es.health.}: see docs/configuration.md, which is written from the declarations here.
 *
 * @param cachedAggregates of how many aggregates the latest state is kept, so that an update need
 *     not read it
 */
record Settings(
        StorageSettings storage,
        Polling polling,
        int cachedAggregates,
        SnapshotLimits snapshots,
        FieldRules fields,
        HealthLimits health) {

    private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Setting<Boolean> CREATE_SCHEMA =
            Setting.flag(
                    "es.journal.create-schema", false, "`true` creates missing tables at start");
    private static final Setting<Duration> POLL_INTERVAL =
            Setting.duration(
                    "es.journal.poll-interval",
                    "PT0.25S",
                    SHORTEST_POLL,
                    LONGEST,
                    "how often the journal is asked when nothing happens and nothing wakes this node");
    private static final Setting<Duration> BUSY_POLL_INTERVAL =
            Setting.duration(
                    "es.journal.busy-poll-interval",
                    "PT0.005S",
                    SHORTEST_POLL,
                    LONGEST,
                    "how soon it is asked again after something has happened; the pause doubles up to `poll-interval` while nothing does");
    private static final Setting<Duration> LEASE =
            Setting.duration(
                    "es.journal.lease",
                    "PT10S",
                    SHORTEST,
                    LONGEST,
                    "how long a node may be silent before another one takes over its consumers and, on every database but PostgreSQL, gives events their positions");
    private static final Setting<Integer> MAX_PAYLOAD =
            Setting.number(
                    "es.journal.max-payload",
                    StorageSettings.LARGEST_PAYLOAD,
                    "bytes",
                    1,
                    StorageSettings.LARGEST_PAYLOAD,
                    "how large the payload of an event may be; an append above it fails and names both sizes");
    private static final Setting<Integer> CACHED_AGGREGATES =
            Setting.number(
                    "es.journal.cached-aggregates",
                    0,
                    "aggregates",
                    0,
                    1_000_000,
                    "of how many aggregates, those updated last, this node keeps the latest state, so that the next `update` reads nothing");
    private static final Setting<Integer> SNAPSHOT_MAX_SIZE =
            Setting.number(
                    "es.journal.snapshot-max-size",
                    SnapshotLimits.defaults().maxBytes(),
                    "bytes",
                    1,
                    StorageSettings.LARGEST_PAYLOAD,
                    "how large a state may be to be stored as a snapshot; a larger one is counted, and not stored");
    private static final Setting<Integer> SNAPSHOT_KEEP =
            Setting.number(
                    "es.journal.snapshot-keep",
                    SnapshotLimits.defaults().keep(),
                    "snapshots",
                    1,
                    100,
                    "how many snapshots of a stream are kept");
    private static final Setting<Boolean> UNKNOWN_FIELDS =
            Setting.either(
                    "es.json.unknown-fields",
                    "ignore",
                    "fail",
                    "what is done about a stored field that the event class has not: with `fail` the event is unreadable");
    private static final Setting<Boolean> MISSING_FIELDS =
            Setting.either(
                    "es.json.missing-fields",
                    "default",
                    "fail",
                    "what is done about a field that is not stored: it is null, 0, false or empty; with `fail` the event is unreadable");
    private static final Setting<Integer> MAX_LAG =
            Setting.number(
                    "es.health.max-lag",
                    100_000,
                    "positions",
                    0,
                    99_999_999,
                    "this node is not ready while a consumer is further behind and has not moved for `es.health.patience`, unless somebody has paused it; `0` leaves consumers out of readiness");
    private static final Setting<Integer> MAX_PENDING =
            Setting.number(
                    "es.health.max-pending",
                    50_000,
                    "events",
                    0,
                    99_999,
                    "this node is not ready while more committed events wait to be read and none has been for `es.health.patience`; `0` leaves them out of readiness");
    private static final Setting<Duration> PATIENCE =
            Setting.duration(
                    "es.health.patience",
                    "PT1M",
                    SHORTEST,
                    LONGEST,
                    "for how long nothing must have moved before readiness says so");

    /** All of them: a setting that is not listed here is unknown. */
    static final List<Setting<?>> ALL =
            List.of(
                    CREATE_SCHEMA,
                    POLL_INTERVAL,
                    BUSY_POLL_INTERVAL,
                    LEASE,
                    MAX_PAYLOAD,
                    CACHED_AGGREGATES,
                    SNAPSHOT_MAX_SIZE,
                    SNAPSHOT_KEEP,
                    UNKNOWN_FIELDS,
                    MISSING_FIELDS,
                    MAX_LAG,
                    MAX_PENDING,
                    PATIENCE);

    private static final List<String> PREFIXES = List.of("es.journal.", "es.json.", "es.health.");
    private static final Set<String> KEYS =
            ALL.stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new));

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
        Settings settings =
                new Settings(
                        new StorageSettings(
                                CREATE_SCHEMA.read(config, problems),
                                LEASE.read(config, problems),
                                MAX_PAYLOAD.read(config, problems)),
                        new Polling(
                                BUSY_POLL_INTERVAL.read(config, problems),
                                POLL_INTERVAL.read(config, problems)),
                        CACHED_AGGREGATES.read(config, problems),
                        new SnapshotLimits(
                                SNAPSHOT_MAX_SIZE.read(config, problems),
                                SNAPSHOT_KEEP.read(config, problems)),
                        new FieldRules(
                                UNKNOWN_FIELDS.read(config, problems),
                                MISSING_FIELDS.read(config, problems)),
                        new HealthLimits(
                                MAX_LAG.read(config, problems),
                                MAX_PENDING.read(config, problems),
                                PATIENCE.read(config, problems)));
        if (!problems.isEmpty()) {
            throw new DefinitionException(
                    "Could not read the journal's settings: %s. There are these settings: %s"
                            .formatted(String.join("; ", problems), String.join(", ", KEYS)));
        }
        return settings;
    }

    private static List<String> unknownKeys(Config config, Set<String> environment) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> PREFIXES.stream().anyMatch(name::startsWith))
                .filter(name -> !KEYS.contains(name))
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
        String variable = Setting.variable(name);
        return environment.contains(variable)
                && keys.stream().map(Setting::variable).anyMatch(variable::equals);
    }
}
