package io.annals.es.cdi.startup;

import io.annals.es.DefinitionException;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.journal.EventTypes;
import io.annals.es.snapshot.Snapshot;
import io.annals.es.snapshot.SnapshotPolicy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * What can be set by MicroProfile Config for the aggregates of a category, under {@code
 * es.aggregate.<category>.}. Where one of these is set, it holds instead of all that {@link
 * Snapshot} says. See docs/configuration.md, which is written from the declarations here.
 */
final class AggregateSettings {

    private static final String PREFIX = "es.aggregate.";

    /** All of them: a setting that is not listed here is unknown. */
    static final List<Setting<?>> ALL =
            List.of(
                    Setting.text(
                            "es.aggregate.<category>.snapshot",
                            "",
                            "never",
                            "there are no snapshots, whatever `@Snapshot` says"),
                    Setting.text(
                            "es.aggregate.<category>.snapshot-after",
                            "",
                            "a positive ISO-8601 duration",
                            "a snapshot is taken when a fold has lasted so long"),
                    Setting.text(
                            "es.aggregate.<category>.snapshot-every",
                            "",
                            "a number of events from 1 to 99999999",
                            "a snapshot is taken when at least so many events have been added since the last one"),
                    Setting.text(
                            "es.aggregate.<category>.snapshot-on",
                            "",
                            "names of event types of the aggregate, with commas between them",
                            "a snapshot is taken when one of these was appended"));

    private static final String SNAPSHOT = "snapshot";
    private static final String EVERY = "snapshot-every";
    private static final String AFTER = "snapshot-after";
    private static final String ON = "snapshot-on";
    private static final List<String> SETTINGS = ALL.stream().map(Setting::name).toList();

    private final Config config;
    private final List<String> problems = new ArrayList<>();

    private AggregateSettings(Config config) {
        this.config = config;
    }

    /**
     * The policy of an aggregate as it is set, or as its class says.
     *
     * @throws DefinitionException if a value is malformed; the message names every one of them
     */
    static SnapshotPolicy policy(Config config, AggregateDefinition<?> aggregate) {
        AggregateSettings settings = new AggregateSettings(config);
        SnapshotPolicy policy = settings.policy(aggregate);
        settings.requireNoProblems();
        return policy;
    }

    /**
     * Checks the settings of all aggregates.
     *
     * @param environment the names of the environment's variables
     * @throws DefinitionException if a value is malformed, or a key names no category or no
     *     setting; the message names every one of them
     */
    static void check(
            Config config,
            Set<String> environment,
            Collection<? extends AggregateDefinition<?>> aggregates) {
        AggregateSettings settings = new AggregateSettings(config);
        settings.requireKnown(environment, aggregates);
        aggregates.forEach(settings::policy);
        settings.requireNoProblems();
    }

    private void requireNoProblems() {
        if (!problems.isEmpty()) {
            throw new DefinitionException(
                    "Could not set up the aggregates: %s. For each category there are these settings: %s"
                            .formatted(
                                    problems.stream().distinct().collect(Collectors.joining("; ")),
                                    String.join(", ", SETTINGS)));
        }
    }

    private SnapshotPolicy policy(AggregateDefinition<?> aggregate) {
        SnapshotPolicy annotated = SnapshotPolicy.of(aggregate);
        Optional<String> never = value(aggregate, SNAPSHOT);
        Optional<String> every = value(aggregate, EVERY);
        Optional<String> after = value(aggregate, AFTER);
        Optional<String> on = value(aggregate, ON);
        if (never.isPresent()) {
            never.filter(value -> !value.equals("never"))
                    .ifPresent(value -> malformed(aggregate, SNAPSHOT, value, "never"));
            if (Stream.of(every, after, on).anyMatch(Optional::isPresent)) {
                malformed(aggregate, SNAPSHOT, "never", "no other setting of snapshots beside it");
            }
            return SnapshotPolicy.never();
        }
        if (every.isEmpty() && after.isEmpty() && on.isEmpty()) {
            return annotated;
        }
        return new SnapshotPolicy(
                every.map(value -> number(aggregate, value)).orElse(OptionalInt.empty()),
                after.flatMap(value -> duration(aggregate, value)),
                on.map(value -> events(aggregate, value)).orElse(Set.of()));
    }

    private OptionalInt number(AggregateDefinition<?> aggregate, String value) {
        if (value.matches("[0-9]{1,8}") && Integer.parseInt(value) > 0) {
            return OptionalInt.of(Integer.parseInt(value));
        }
        malformed(aggregate, EVERY, value, "a number of events, 1 or more");
        return OptionalInt.empty();
    }

    private Optional<Duration> duration(AggregateDefinition<?> aggregate, String value) {
        try {
            Duration duration = Duration.parse(value);
            if (!duration.isNegative() && !duration.isZero()) {
                return Optional.of(duration);
            }
        } catch (DateTimeParseException e) { // as a duration that is not positive
            // told below
        }
        malformed(aggregate, AFTER, value, "a positive ISO-8601 duration, as PT0.05S");
        return Optional.empty();
    }

    private Set<Class<?>> events(AggregateDefinition<?> aggregate, String value) {
        EventTypes types = EventTypes.of(aggregate.events());
        Set<Class<?>> events =
                Stream.of(value.split(","))
                        .map(String::strip)
                        .flatMap(name -> types.classOf(name).stream())
                        .collect(Collectors.toSet());
        if (events.isEmpty() || events.size() < value.split(",").length) {
            malformed(
                    aggregate, ON, value, "names among %s".formatted(new TreeSet<>(types.names())));
        }
        return events;
    }

    private Optional<String> value(AggregateDefinition<?> aggregate, String setting) {
        return config.getOptionalValue(key(aggregate, setting), String.class).map(String::strip);
    }

    private void malformed(
            AggregateDefinition<?> aggregate, String setting, String value, String expected) {
        problems.add("%s is '%s', expected %s".formatted(key(aggregate, setting), value, expected));
    }

    private void requireKnown(
            Set<String> environment, Collection<? extends AggregateDefinition<?>> aggregates) {
        Set<String> known =
                aggregates.stream()
                        .flatMap(
                                aggregate ->
                                        SETTINGS.stream().map(setting -> key(aggregate, setting)))
                        .collect(Collectors.toCollection(TreeSet::new));
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .filter(name -> !Settings.isVariable(name, environment, known))
                .distinct()
                .sorted()
                .map(
                        name ->
                                "%s is no setting of an aggregate; the categories are %s"
                                        .formatted(
                                                name,
                                                aggregates.stream()
                                                        .map(AggregateDefinition::category)
                                                        .collect(
                                                                Collectors.toCollection(
                                                                        TreeSet::new))))
                .forEach(problems::add);
    }

    private static String key(AggregateDefinition<?> aggregate, String setting) {
        return PREFIX + aggregate.category() + "." + setting;
    }
}
