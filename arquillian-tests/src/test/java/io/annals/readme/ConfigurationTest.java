package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.cdi.startup.DeclaredSettings;
import io.annals.es.console.DeclaredConsole;
import io.annals.es.kafka.KafkaEvents;
import io.annals.es.messaging.DeclaredAttributes;
import io.annals.es.metrics.Metric;
import io.annals.es.opentelemetry.DeclaredTracing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** docs/configuration.md is written from the declarations from which settings are read. */
public class ConfigurationTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");
    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");
    private static final Pattern METRICS =
            Pattern.compile("(<!-- metrics: [^\n]*\n).*(<!-- /metrics -->)", Pattern.DOTALL);
    private static final Row KAFKA =
            new Row(
                    "es.kafka.source",
                    "",
                    "a URI reference, as `/shop`",
                    "the `source` of the CloudEvents; mandatory where `es-kafka` is");
    private static final String WRITE = "annals.docs.write";
    private static final String PAGE =
            """
            # Configuration

            <!-- Written from the code by ConfigurationTest: change the declarations there, and run
                 mvn -pl arquillian-tests -am test -Dtest=ConfigurationTest -Dsurefire.failIfNoSpecifiedTests=false -Dannals.docs.write=true -->

            All of it by MicroProfile Config. A value that is not on this page fails the deployment, and so does an unknown key below `es.journal.`,
            `es.json.`, `es.health.`, `es.consumer.`, `es.aggregate.` and, where their modules are, `es.tracing.` and `es.console.`; the message
            names each of them. What is misspelt before, as `es.consumers.`, is taken for a key of somebody else, and so is a misspelt
            environment variable on servers that list these as they are. An environment variable has the key's name in capitals, with an underscore for every character
            that is no letter and no digit. Durations are in ISO-8601: `PT0.25S` is a quarter of a second, `PT1M` a minute.

            ## The journal and its health

            %s
            [Operations](operations.md) says what the limits of health are for.

            ## Each consumer

            The name is the channel's `consumer`, or the projection's: with its version (`sales-1`) or, for all versions that
            have no setting of their own, without (`sales`). [Consumers](consumers.md) says what they do.

            %s
            ## The aggregates of a category

            Where one of these is set, it holds instead of all that `@Snapshot` says.

            %s
            ## Tracing

            Of the module `es-opentelemetry`; see [tracing](tracing.md).

            %s
            ## The operations console

            Of the module `es-console`; see [console](console.md).

            %s
            ## Kafka

            Of the module `es-kafka`, which has no other key of its own; see [Kafka](kafka.md) for those of the connectors.

            %s
            ## Channels

            Attributes of a channel whose `connector` is `es-journal`, beside those of the Reactive Messaging runtime (`enabled`,
            `broadcast=false`). [Channels](channels.md) says more.

            %s""";

    @Test
    void the_reference_is_what_the_code_declares() throws IOException {
        String declared =
                PAGE.formatted(
                        table(DeclaredSettings.ofTheNode()),
                        table(DeclaredSettings.ofConsumers()),
                        table(DeclaredSettings.ofAggregates()),
                        table(DeclaredTracing.ofTracing()),
                        table(DeclaredConsole.ofConsole()),
                        table(List.of(KAFKA)),
                        table(DeclaredAttributes.ofChannels()));
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(REFERENCE, declared);
        }
        assertEquals(
                declared,
                Files.readString(REFERENCE),
                "docs/configuration.md is stale: run this test with -D%s=true".formatted(WRITE));
    }

    @Test
    void the_metrics_are_what_the_code_declares() throws IOException {
        String page = Files.readString(OPERATIONS);
        String declared =
                METRICS.matcher(page)
                        .replaceFirst(
                                "$1"
                                        + Matcher.quoteReplacement(
                                                Stream.of(Metric.values())
                                                        .map(ConfigurationTest::line)
                                                        .collect(
                                                                Collectors.joining(
                                                                        "",
                                                                        "| metric | kind | unit | what it tells |\n|---|---|---|---|\n",
                                                                        "")))
                                        + "$2");
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(OPERATIONS, declared);
        }
        assertEquals(
                declared,
                Files.readString(OPERATIONS),
                "docs/operations.md is stale: run this test with -D%s=true".formatted(WRITE));
        assertTrue(declared.contains(Metric.APPEND_DURATION.id()), "the page has no metrics");
    }

    @Test
    void the_key_of_kafka_is_the_one_that_is_injected() {
        assertEquals(
                List.of(KAFKA.key()),
                Stream.of(KafkaEvents.class.getDeclaredConstructors())
                        .flatMap(constructor -> Stream.of(constructor.getParameters()))
                        .map(parameter -> parameter.getAnnotation(ConfigProperty.class))
                        .filter(Objects::nonNull)
                        .map(ConfigProperty::name)
                        .toList());
    }

    private static String line(Metric metric) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        metric.id(),
                        metric.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        metric.unit().replaceAll("[{}]", ""),
                        metric.description());
    }

    private static String table(List<Row> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(Row::key))
                .map(Row::line)
                .collect(
                        Collectors.joining(
                                "\n",
                                "| key | environment variable | default | value | meaning |\n|---|---|---|---|---|\n",
                                "\n"));
    }

    /** A key, and what is said of it. */
    public record Row(String key, String otherwise, String expected, String meaning) {

        private String line() {
            return "| `%s` | `%s` | %s | %s | %s |"
                    .formatted(
                            key,
                            key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9<>]", "_"),
                            otherwise.isEmpty() ? "" : "`" + otherwise + "`",
                            expected,
                            meaning);
        }
    }
}
