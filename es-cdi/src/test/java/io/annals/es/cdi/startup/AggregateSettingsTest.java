package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventType;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.Apply;
import io.annals.es.snapshot.Snapshot;
import io.annals.es.snapshot.SnapshotPolicy;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateSettingsTest {

    sealed interface Event {
        @EventType("cart-opened")
        record Opened() implements Event {}

        @EventType("cart-closed")
        record Closed() implements Event {}
    }

    @Snapshot(every = 100)
    @Aggregate(value = "cart", events = Event.class)
    record Cart() {
        @Apply
        static Cart on(Event.Opened e) {
            return new Cart();
        }

        @Apply
        Cart on(Event.Closed e) {
            return this;
        }
    }

    private static final AggregateDefinition<Cart> CART = AggregateDefinition.of(Cart.class);

    @Test
    void what_the_class_says_holds_where_nothing_is_set() {
        assertEquals(SnapshotPolicy.of(CART), policy(Map.of()));
        assertEquals(OptionalInt.of(100), policy(Map.of()).every());
    }

    @Test
    void what_is_set_holds_instead_of_all_that_the_class_says() {
        assertEquals(
                new SnapshotPolicy(OptionalInt.of(7), Optional.of(Duration.ofMillis(50)), Set.of()),
                policy(
                        Map.of(
                                "es.aggregate.cart.snapshot-every", " 7",
                                "es.aggregate.cart.snapshot-after", "PT0.05S")));
        assertEquals(
                new SnapshotPolicy(
                        OptionalInt.empty(),
                        Optional.empty(),
                        Set.of(Event.Opened.class, Event.Closed.class)),
                policy(Map.of("es.aggregate.cart.snapshot-on", "cart-closed, cart-opened")));
        assertEquals(SnapshotPolicy.never(), policy(Map.of("es.aggregate.cart.snapshot", "never")));
    }

    @ParameterizedTest
    @CsvSource({
        "es.aggregate.cart.snapshot-every, 0, 'a number of events, 1 or more'",
        "es.aggregate.cart.snapshot-every, -3, 'a number of events, 1 or more'",
        "es.aggregate.cart.snapshot-every, many, 'a number of events, 1 or more'",
        "es.aggregate.cart.snapshot-after, 50, 'a positive ISO-8601 duration'",
        "es.aggregate.cart.snapshot-after, PT0S, 'a positive ISO-8601 duration'",
        "es.aggregate.cart.snapshot-on, cart-moved, 'names among [cart-closed, cart-opened]'",
        "es.aggregate.cart.snapshot-on, ',', 'names among [cart-closed, cart-opened]'",
        "es.aggregate.cart.snapshot, always, 'expected never'",
        "es.aggregate.cart.snapshots, never, no setting of an aggregate",
        "es.aggregate.order.snapshot, never, 'the categories are [cart]'",
    })
    void names_the_key_and_what_is_allowed(String key, String value, String expected) {
        String message = refusal(Map.of(key, value));
        assertTrue(message.contains(key), message);
        assertTrue(message.contains(expected), message);
        assertTrue(
                message.contains(
                        "these settings: snapshot, snapshot-after, snapshot-every, snapshot-on"),
                message);
    }

    @Test
    void never_and_sometimes_cannot_both_be_set() {
        String message =
                refusal(
                        Map.of(
                                "es.aggregate.cart.snapshot", "never",
                                "es.aggregate.cart.snapshot-every", "5"));
        assertTrue(message.contains("no other setting of snapshots beside it"), message);
    }

    private static SnapshotPolicy policy(Map<String, String> properties) {
        AggregateSettings.check(config(properties), Set.of(), List.of(CART));
        return AggregateSettings.policy(config(properties), CART);
    }

    private static String refusal(Map<String, String> properties) {
        return String.valueOf(
                assertThrows(
                                DefinitionException.class,
                                () ->
                                        AggregateSettings.check(
                                                config(properties), Set.of(), List.of(CART)))
                        .getMessage());
    }

    private static Config config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build();
    }
}
