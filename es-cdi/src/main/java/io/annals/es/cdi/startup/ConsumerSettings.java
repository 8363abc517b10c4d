package io.annals.es.cdi.startup;

import io.annals.es.DefinitionException;
import io.annals.es.consumer.Activation;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.OnError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What can be set by MicroProfile Config for each consumer, under {@code es.consumer.<name>.}; the
 * name of a projection without its version sets it for all versions that have no setting of their
 * own. See docs/configuration.md, which is written from the declarations here.
 */
final class ConsumerSettings {

    private static final String PREFIX = "es.consumer.";

    /** All of them: a setting that is not listed here is unknown. */
    static final List<Setting<?>> ALL =
            List.of(
                    Setting.text(
                            "es.consumer.<name>.activate",
                            "manual",
                            "manual or auto",
                            "of a projection: with `auto` a new version takes the place of the active one by itself when it has caught up"),
                    Setting.text(
                            "es.consumer.<name>.batch",
                            "1000, channels 1",
                            "a number of events from 1 to 10000; of a channel 1",
                            "how many events at most share a transaction; one that takes a second is committed with those that were handled until then"),
                    Setting.text(
                            "es.consumer.<name>.on-error",
                            "stop",
                            "stop, retry or dead-letter",
                            "what is done about an event that cannot be handled"),
                    Setting.text(
                            "es.consumer.<name>.segments",
                            "1",
                            "a power of two from 1 to 1024",
                            "how many threads, on all nodes together, share its events, those of one stream always on one of them"));

    private static final String SEGMENTS = "segments";
    private static final String BATCH = "batch";
    private static final String ON_ERROR = "on-error";
    private static final String ACTIVATE = "activate";
    private static final List<String> SETTINGS = ALL.stream().map(Setting::name).toList();

    private final Config config;
    private final List<String> problems = new ArrayList<>();

    private ConsumerSettings(Config config) {
        this.config = config;
    }

    /**
     * The consumers as they are set in the application whose context class loader this thread has.
     *
     * @throws DefinitionException see {@link #of}
     */
    static List<Consumer> current(List<Consumer> consumers) {
        return of(ConfigProvider.getConfig(), System.getenv().keySet(), consumers);
    }

    /**
     * The consumers as they are set.
     *
     * @param environment the names of the environment's variables
     * @throws DefinitionException if two have one name, a value is malformed, or a key names no
     *     consumer or no setting; the message names every one of them
     */
    static List<Consumer> of(Config config, Set<String> environment, List<Consumer> consumers) {
        ConsumerSettings settings = new ConsumerSettings(config);
        settings.requireDistinct(consumers);
        settings.requireKnown(environment, consumers);
        List<Consumer> set = consumers.stream().map(settings::set).toList();
        if (!settings.problems.isEmpty()) {
            throw new DefinitionException(
                    "Could not set up the consumers: %s. For each of them there are these settings: %s"
                            .formatted(
                                    String.join("; ", settings.problems),
                                    String.join(", ", SETTINGS)));
        }
        return set;
    }

    private Consumer set(Consumer consumer) {
        Consumer segmented = number(consumer, consumer, SEGMENTS, consumer::withSegments);
        Consumer batched = number(consumer, segmented, BATCH, segmented::withBatch);
        Consumer answering =
                set(consumer, batched, ON_ERROR, value -> batched.withOnError(OnError.of(value)));
        return set(
                consumer,
                answering,
                ACTIVATE,
                value -> answering.withActivation(Activation.of(value)));
    }

    private Consumer number(
            Consumer named, Consumer otherwise, String setting, IntFunction<Consumer> with) {
        return set(named, otherwise, setting, value -> with.apply(Integer.parseInt(value)));
    }

    private Consumer set(
            Consumer named, Consumer otherwise, String setting, Function<String, Consumer> with) {
        for (String key : keys(named, setting)) {
            Optional<String> value = config.getOptionalValue(key, String.class);
            if (value.isPresent()) {
                try {
                    return with.apply(value.get().strip());
                } catch (NumberFormatException e) {
                    problems.add("%s is '%s', expected a number".formatted(key, value.get()));
                } catch (IllegalArgumentException e) {
                    problems.add("%s is '%s': %s".formatted(key, value.get(), e.getMessage()));
                }
                return otherwise;
            }
        }
        return otherwise;
    }

    /** Those of the version come first. */
    private static List<String> keys(Consumer consumer, String setting) {
        return Stream.of(consumer.name(), consumer.family())
                .filter(name -> !name.isEmpty())
                .map(name -> PREFIX + name + "." + setting)
                .toList();
    }

    private void requireDistinct(List<Consumer> consumers) {
        Set<String> names = new HashSet<>();
        for (Consumer consumer : consumers) {
            if (!names.add(consumer.name())) {
                problems.add(
                        "two consumers are named '%s', as a projection and a channel may be. A name is one checkpoint, and belongs to one of them"
                                .formatted(consumer.name()));
            }
            consumers.stream()
                    .filter(other -> !other.family().equals(consumer.family()))
                    .filter(other -> consumer.isVersionBeside(other.name()))
                    .forEach(
                            other ->
                                    problems.add(
                                            "the consumer '%s' would count as a version of '%s', beside the projection '%s'. Name it otherwise, without a hyphen and a number at the end"
                                                    .formatted(
                                                            other.name(),
                                                            consumer.family(),
                                                            consumer.name())));
        }
    }

    private void requireKnown(Set<String> environment, Collection<Consumer> consumers) {
        Set<String> known = new TreeSet<>();
        for (Consumer consumer : consumers) {
            SETTINGS.forEach(setting -> known.addAll(keys(consumer, setting)));
        }
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .filter(name -> !Settings.isVariable(name, environment, known))
                .distinct()
                .sorted()
                .map(
                        name ->
                                "%s is no setting of a consumer; the consumers are %s"
                                        .formatted(
                                                name,
                                                consumers.stream()
                                                        .map(Consumer::name)
                                                        .sorted()
                                                        .toList()))
                .forEach(problems::add);
    }
}
