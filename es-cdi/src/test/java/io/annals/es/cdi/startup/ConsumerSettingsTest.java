package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventFilter;
import io.annals.es.consumer.Activation;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.OnError;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerSettingsTest {

    private static final Consumer CHANNEL =
            new Consumer("shop", EventFilter.all(), Delivery.AT_LEAST_ONCE, event -> {});
    private static final Consumer FIRST = version(1);
    private static final Consumer SECOND = version(2);

    @Test
    void leaves_consumers_as_they_are_where_nothing_is_set() {
        assertEquals(List.of(CHANNEL, FIRST), set(Map.of(), CHANNEL, FIRST));
    }

    @Test
    void sets_a_consumer_by_its_name_and_a_version_by_its_own_or_that_of_all() {
        List<Consumer> set =
                set(
                        Map.of(
                                "es.consumer.shop.segments", "4",
                                "es.consumer.sales.segments", "8",
                                "es.consumer.sales-2.segments", "16",
                                "es.consumer.sales.batch", "500",
                                "es.consumer.sales.on-error", "retry",
                                "es.consumer.sales-1.on-error", " dead-letter",
                                "es.consumer.sales.activate", "auto",
                                "es.consumer.shop.activate", "manual"),
                        CHANNEL,
                        FIRST,
                        SECOND);
        assertEquals(List.of(4, 8, 16), set.stream().map(Consumer::segments).toList());
        assertEquals(List.of(1, 500, 500), set.stream().map(Consumer::batch).toList());
        assertEquals(
                List.of(OnError.STOP, OnError.DEAD_LETTER, OnError.RETRY),
                set.stream().map(Consumer::onError).toList());
        assertEquals(
                List.of(Activation.MANUAL, Activation.AUTO, Activation.AUTO),
                set.stream().map(Consumer::activation).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "es.consumer.shop.segments, 3, power of two from 1 to 1024",
        "es.consumer.shop.segments, 2048, power of two from 1 to 1024",
        "es.consumer.shop.segments, many, expected a number",
        "es.consumer.shop.batch, 10, Expected a batch of 1",
        "es.consumer.sales-1.batch, 0, '1 to 10000 events'",
        "es.consumer.shop.on-error, skip, 'Expected stop, retry or dead-letter'",
        "es.consumer.sales.activate, always, 'Expected manual or auto'",
        "es.consumer.shop.activate, auto, only a projection has versions",
        "es.consumer.shop.segment, 4, no setting of a consumer",
        "es.consumer.sales-3.batch, 4, 'the consumers are [sales-1, shop]'",
    })
    void names_the_key_and_what_is_allowed(String key, String value, String expected) {
        String message = refusal(Map.of(key, value), CHANNEL, FIRST);
        assertTrue(message.contains(key), message);
        assertTrue(message.contains(expected), message);
        assertTrue(
                message.contains("these settings: activate, batch, on-error, segments"), message);
    }

    @Test
    void two_consumers_cannot_have_one_name() {
        String message = refusal(Map.of(), CHANNEL, CHANNEL);
        assertTrue(message.contains("two consumers are named 'shop'"), message);
    }

    @Test
    void a_channel_cannot_be_named_like_a_version_of_a_projection() {
        Consumer channel =
                new Consumer("sales-2024", EventFilter.all(), Delivery.EXACTLY_ONCE, event -> {});
        String message = refusal(Map.of(), channel, FIRST);
        assertTrue(message.contains("'sales-2024'"), message);
        assertTrue(message.contains("'sales-1'"), message);
        set(Map.of(), CHANNEL, FIRST, SECOND);
    }

    private static Consumer version(int version) {
        return new Consumer(
                "sales-" + version,
                "sales",
                EventFilter.all(),
                Delivery.EXACTLY_ONCE,
                100,
                1,
                event -> {});
    }

    private static String refusal(Map<String, String> properties, Consumer... consumers) {
        return String.valueOf(
                assertThrows(DefinitionException.class, () -> set(properties, consumers))
                        .getMessage());
    }

    private static List<Consumer> set(Map<String, String> properties, Consumer... consumers) {
        Config config =
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(properties, "test", 500))
                        .build();
        return ConsumerSettings.of(config, Set.of(), List.of(consumers));
    }
}
