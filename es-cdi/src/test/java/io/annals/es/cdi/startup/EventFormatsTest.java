package io.annals.es.cdi.startup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.deployment.OwnSerializer;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.es.protobuf.ProtobufEventSerializer;
import io.annals.es.spi.EventFormat;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.StoredEvent;
import io.annals.testing.cart.Cart;
import io.annals.testing.cart.CartEvent.Opened;
import io.annals.testing.shop.ItemAdded;
import io.annals.testing.shop.ItemRemoved;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With es-protobuf beside the serialiser of all other events. */
class EventFormatsTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject EventSerializer serializer;
        @Inject Instance<EventFormat> formats;
    }

    @ApplicationScoped
    @Projection(name = "items")
    static class Items {
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @EventHandler
        void on(Opened event) {
            seen.add("opened by " + event.customer());
        }

        @EventHandler
        void on(ItemAdded event, EventEnvelope<?> envelope) {
            seen.add(envelope.version() + " " + event.getSku());
        }

        String next() throws InterruptedException {
            return seen.poll(30, TimeUnit.SECONDS);
        }
    }

    /** Covers messages as well. */
    @Typed(EventFormat.class)
    @ApplicationScoped
    static class SecondFormat extends ProtobufEventSerializer {}

    @ParameterizedTest
    @ValueSource(strings = {"0", "10"})
    void one_stream_holds_json_and_messages(String cached) throws InterruptedException {
        try (Deployment shop = deploy(Map.of("es.journal.cached-aggregates", cached))) {
            Till till = shop.get(Till.class);
            till.carts.create("1", new Opened("Ada"));
            till.carts.update("1", cart -> cart.add("tea", 2));
            till.carts.update("1", cart -> cart.add("milk", cart.items().get("tea")));
            till.carts.update("1", cart -> List.of(ItemRemoved.newBuilder().setSku("tea").build()));

            assertEquals(new Cart("Ada", Map.of("milk", 2)), till.carts.load("1").state());
            Items items = shop.get(Items.class);
            assertEquals("opened by Ada", items.next());
            assertEquals("2 tea", items.next());
            assertEquals("3 milk", items.next());
            List<StoredEvent> stored =
                    shop.get(MemoryStorageProvider.class)
                            .storage()
                            .readStream(new StreamId("cart", "1"), 0, 2)
                            .events();
            assertEquals("{\"customer\":\"Ada\"}", new String(stored.get(0).payload(), UTF_8));
            assertEquals("item-added", stored.get(1).type());
            assertEquals(
                    "{\"sku\":\"tea\",\"quantity\":2}",
                    till.formats.get().text(stored.get(1).payload(), ItemAdded.class));
        }
    }

    @Test
    void the_serialiser_of_all_other_events_stays_the_one_to_inject() {
        try (Deployment shop = deploy(Map.of())) {
            Till till = shop.get(Till.class);
            assertEquals("application/json", till.serializer.mediaType(Opened.class));
            assertInstanceOf(ProtobufEventSerializer.class, till.formats.get());
        }
    }

    @Test
    void fails_the_deployment_where_two_formats_cover_a_class() {
        RuntimeException refused =
                assertThrows(
                        RuntimeException.class, () -> deploy(Map.of(), SecondFormat.class).close());
        assertTrue(
                refused.getMessage().contains("Two formats cover the event class"),
                refused.getMessage());
    }

    private static Deployment deploy(Map<String, String> settings, Class<?>... more) {
        List<Class<?>> classes =
                new ArrayList<>(
                        List.of(
                                Till.class,
                                Items.class,
                                MemoryStorageProvider.class,
                                OwnSerializer.class));
        classes.addAll(List.of(more));
        return Deployment.of(settings, classes.toArray(Class<?>[]::new));
    }
}
