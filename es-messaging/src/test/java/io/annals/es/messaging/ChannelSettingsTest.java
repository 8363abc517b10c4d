package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventFilter;
import io.annals.es.consumer.Delivery;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class ChannelSettingsTest {

    @Test
    void wants_everything_and_is_named_as_the_channel_unless_configured() {
        assertEquals(
                new ChannelSettings("shop", "shop", EventFilter.all(), false, Optional.empty()),
                settings(Map.of("connector", "es-journal")));
    }

    @Test
    void reads_lists_with_blanks_around_their_commas() {
        assertEquals(
                new ChannelSettings(
                        "shop",
                        "kpi",
                        new EventFilter(
                                Set.of("cart", "order"), Set.of("cart-opened", "item-added")),
                        true,
                        Optional.of(Delivery.AT_LEAST_ONCE)),
                settings(
                        Map.of(
                                "consumer", "kpi",
                                "categories", "cart , order",
                                "types", "cart-opened,item-added",
                                "outward", "true",
                                "delivery", "at-least-once")));
    }

    @Test
    void accepts_what_the_runtime_reads_itself() {
        settings(Map.of("connector", "es-journal", "enabled", "true", "broadcast", "false"));
    }

    @Test
    void takes_names_from_the_environment_for_those_they_stand_for() {
        settings(Map.of("CONNECTOR", "es-journal", "CONSUMER", "kpi"));
    }

    @Test
    void does_not_mind_the_environment_of_a_channel_whose_name_is_longer() {
        settings(Map.of("EVENTS_CONNECTOR", "other"));
    }

    @Test
    void rejects_what_it_does_not_know() {
        assertThrows(DeploymentException.class, () -> settings(Map.of("Categories ", "cart")));
        assertThrows(DeploymentException.class, () -> settings(Map.of("payload", "event")));
        assertThrows(DeploymentException.class, () -> settings(Map.of("outward", "yes")));
        assertThrows(DeploymentException.class, () -> settings(Map.of("delivery", "once")));
    }

    private static ChannelSettings settings(Map<String, String> attributes) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        attributes.forEach(
                (key, value) ->
                        builder.withDefaultValue("mp.messaging.incoming.shop." + key, value));
        Config config = builder.build();
        return ChannelSettings.from(new ChannelConfig(config, "shop"));
    }
}
