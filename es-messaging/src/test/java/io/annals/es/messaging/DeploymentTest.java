package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment.Strategy;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorLiteral;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    private static final Map<String, String> SHOP = Map.of("shop.connector", "es-journal");

    @Test
    void fails_when_no_method_reads_a_channel() {
        assertFails("no method of a bean has @Incoming(\"shop\")", SHOP);
    }

    @Test
    void fails_when_a_channel_is_only_injected() {
        assertFails("no method of a bean has @Incoming(\"shop\")", SHOP, Injected.class);
    }

    @Test
    void fails_when_two_methods_read_one_channel() {
        assertFails("would share the events between them", SHOP, First.class, Second.class);
    }

    @Test
    void fails_when_a_second_subscriber_comes() {
        assertFails("TooManyDownstreamCandidates", SHOP, First.class, Injected.class);
    }

    @Test
    void fails_when_a_channel_is_to_be_broadcast() {
        assertFails(
                "mp.messaging.incoming.shop.broadcast: 'true' is not possible",
                Map.of("shop.connector", "es-journal", "shop.broadcast", "true"),
                First.class);
    }

    @Test
    void fails_when_a_channel_is_to_be_read_concurrently() {
        assertFails(
                "concurrency: the connector es-journal has no such attribute",
                Map.of("shop.connector", "es-journal", "shop.concurrency", "4"),
                First.class);
    }

    @Test
    void fails_on_an_unknown_attribute_and_says_which_there_are() {
        assertFails(
                "mp.messaging.incoming.shop.category: the connector es-journal has no such attribute. Allowed: consumer, categories, types, outward, delivery",
                Map.of("shop.connector", "es-journal", "shop.category", "cart"),
                First.class);
    }

    @Test
    void fails_on_impossible_values_and_names_their_key() {
        assertAll(
                () ->
                        assertFails(
                                "mp.messaging.incoming.shop.categories: Not a stream category: 'no such'",
                                Map.of(
                                        "shop.connector",
                                        "es-journal",
                                        "shop.categories",
                                        "cart,no such"),
                                First.class),
                () ->
                        assertFails(
                                "mp.messaging.incoming.shop.types: Not an event type: 'CartEvent$Opened'",
                                Map.of(
                                        "shop.connector",
                                        "es-journal",
                                        "shop.types",
                                        "CartEvent$Opened"),
                                First.class),
                () ->
                        assertFails(
                                "mp.messaging.incoming.shop.consumer: Not a consumer name",
                                Map.of(
                                        "shop.connector",
                                        "es-journal",
                                        "shop.consumer",
                                        "x".repeat(101)),
                                First.class),
                () ->
                        assertFails(
                                "mp.messaging.incoming.shop.delivery: is 'once', expected exactly-once or at-least-once",
                                Map.of("shop.connector", "es-journal", "shop.delivery", "once"),
                                First.class));
    }

    @Test
    void fails_when_two_channels_have_one_consumer() {
        assertFails(
                "consumer: the name 'shop' is taken by channel",
                Map.of(
                        "shop.connector", "es-journal",
                        "other.connector", "es-journal",
                        "other.consumer", "shop"),
                First.class,
                Other.class);
    }

    @Test
    void fails_when_a_method_could_lose_events() {
        assertFails("with @Acknowledgment(PRE_PROCESSING) nobody knows", SHOP, Early.class);
    }

    @Test
    void fails_when_a_type_is_that_of_no_event_class_of_which_all_events_would_be_passed() {
        assertFails(
                "mp.messaging.incoming.shop.types: no event class has the type name cart-closed, cart-opend. Known are cart-opened",
                Map.of(
                        "shop.connector",
                        "es-journal",
                        "shop.types",
                        "cart-opend,cart-opened,cart-closed"),
                First.class);
    }

    @Test
    void fails_when_a_method_breaks_the_claim_and_nobody_says_so() {
        assertFails(
                "mp.messaging.incoming.shop.delivery: is not set, but Elsewhere.on cannot be served exactly once, because it has @Blocking. Change the method, or set at-least-once",
                SHOP,
                Elsewhere.class);
    }

    @Test
    void fails_when_a_method_cannot_keep_what_is_configured() {
        assertFails(
                "mp.messaging.incoming.shop.delivery: is exactly-once, but Later.on cannot be served exactly once, because it returns CompletionStage",
                Map.of("shop.connector", "es-journal", "shop.delivery", "exactly-once"),
                Later.class);
    }

    @Test
    void fails_when_a_second_runtime_opens_a_channel() {
        assertFails(
                "two Reactive Messaging runtimes serve this application",
                SHOP,
                First.class,
                SecondRuntime.class);
    }

    private static void assertFails(
            String expected, Map<String, String> channels, Class<?>... beans) {
        String message = messageOf(channels, beans);
        assertTrue(message.contains(expected), message);
    }

    private static String messageOf(Map<String, String> channels, Class<?>... beans) {
        Throwable failure =
                assertThrows(
                        Exception.class,
                        () -> Application.start(new TestJournal(), channels, beans).close());
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())))
                .map(Throwable::toString)
                .collect(Collectors.joining("\n"));
    }

    @ApplicationScoped
    static class First {

        @Incoming("shop")
        void on(CartEvent event) {}
    }

    @ApplicationScoped
    static class Second {

        @Incoming("shop")
        void on(CartEvent event) {}
    }

    @ApplicationScoped
    static class Other {

        @Incoming("other")
        void on(CartEvent event) {}
    }

    @ApplicationScoped
    static class Early {

        @Incoming("shop")
        @Acknowledgment(Strategy.PRE_PROCESSING)
        void on(CartEvent event) {}
    }

    @ApplicationScoped
    static class Elsewhere {

        @Incoming("shop")
        @Blocking
        void on(CartEvent event) {}
    }

    @ApplicationScoped
    static class Later {

        @Incoming("shop")
        CompletionStage<Void> on(CartEvent event) {
            return CompletableFuture.completedStage(null);
        }
    }

    @ApplicationScoped
    static class Injected {

        @Inject
        @Channel("shop")
        Multi<CartEvent> events;

        void start(@Observes Startup event) {
            events.subscribe().with(ignored -> {});
        }
    }

    /**
     * Does what the server's own runtime does beside a bundled one: asks the connector for the same
     * channel.
     */
    @ApplicationScoped
    static class SecondRuntime {

        @Inject @Any jakarta.enterprise.inject.Instance<IncomingConnectorFactory> connectors;

        void start(@Observes Startup event) {
            connectors
                    .select(ConnectorLiteral.of("es-journal"))
                    .get()
                    .getPublisherBuilder(new ChannelConfig(ConfigProvider.getConfig(), "shop"));
        }
    }
}
