package io.annals.es.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.spi.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingBeanTest {

    private static final String CONSUMER = "es.tracing.consumer";

    @ApplicationScoped
    static class Telemetry {
        private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

        @Produces
        @ApplicationScoped
        OpenTelemetry telemetry() {
            return OpenTelemetrySdk.builder()
                    .setTracerProvider(
                            SdkTracerProvider.builder()
                                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                                    .build())
                    .build();
        }

        InMemorySpanExporter exporter() {
            return exporter;
        }
    }

    @Test
    void the_servers_opentelemetry_is_told() {
        try (WeldContainer container = weld().addBeanClass(Telemetry.class).initialize()) {
            container.select(Tracing.class).get().load("cart").close();
            assertEquals(
                    "load cart",
                    container
                            .select(Telemetry.class)
                            .get()
                            .exporter()
                            .getFinishedSpanItems()
                            .get(0)
                            .getName());
        }
    }

    @Test
    void without_one_the_global_one_is_told() {
        try (WeldContainer container = weld().initialize()) {
            Tracing tracing = container.select(Tracing.class).get();
            assertNotSame(Tracing.NONE, tracing);
            tracing.load("cart").close();
            assertEquals("", tracing.context());
        }
    }

    @Test
    void consumers_link_unless_they_are_to_be_children() {
        assertEquals(ConsumerSpans.LINK, set(Map.of()));
        assertEquals(ConsumerSpans.LINK, set(Map.of(CONSUMER, "link")));
        assertEquals(ConsumerSpans.PARENT, set(Map.of(CONSUMER, " parent ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"child", "PARENT", "links"})
    void rejects_a_malformed_value(String value) {
        String message =
                assertThrows(DefinitionException.class, () -> set(Map.of(CONSUMER, value)))
                        .getMessage();
        assertTrue(message.contains("es.tracing.consumer is '" + value + "'"), message);
    }

    @Test
    void rejects_an_unknown_key() {
        String message =
                assertThrows(
                                DefinitionException.class,
                                () -> set(Map.of("es.tracing.consumers", "link")))
                        .getMessage();
        assertTrue(message.contains("es.tracing.consumers is no setting"), message);
    }

    @Test
    void a_wrong_setting_fails_the_deployment() {
        System.setProperty(CONSUMER, "sideways");
        try {
            Exception failure = assertThrows(Exception.class, () -> weld().initialize().close());
            assertTrue(
                    String.valueOf(failure.getMessage())
                            .contains("es.tracing.consumer is 'sideways'"),
                    failure.getMessage());
        } finally {
            System.clearProperty(CONSUMER);
        }
    }

    private static Weld weld() {
        return new Weld().disableDiscovery().addBeanClass(JournalTracing.class);
    }

    private static ConsumerSpans set(Map<String, String> values) {
        return ConsumerSpans.of(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(values, "test", 100))
                        .build());
    }
}
