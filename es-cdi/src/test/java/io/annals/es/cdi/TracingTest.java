package io.annals.es.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.Append;
import io.annals.es.ContentionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.es.spi.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that the journal does is told to the bean that wants to know, where there is one. */
@Timeout(60)
class TracingTest {

    @ApplicationScoped
    static class Told implements Tracing {
        private final List<String> spans = new CopyOnWriteArrayList<>();

        List<String> spans() {
            return spans;
        }

        private Span begun(String name) {
            return new Span() {
                @Override
                public void events(long count) {}

                @Override
                public void failed(Throwable cause) {
                    spans.add(name + " fails by " + cause.getClass().getSimpleName());
                }

                @Override
                public void close() {
                    spans.add(name);
                }
            };
        }

        @Override
        public Span append(List<Append> appends) {
            return begun("append");
        }

        @Override
        public Span load(String category) {
            return begun("load " + category);
        }

        @Override
        public Span delivery(String consumer, int events) {
            return begun("delivery " + consumer);
        }

        @Override
        public Span handling(String consumer, EventEnvelope<?> event, boolean replayed) {
            return begun("handling " + event.type());
        }

        @Override
        public Span snapshot(String category, String wantedBy) {
            return begun("snapshot " + category + " for " + wantedBy);
        }

        @Override
        public Span retry(String method, int attempt, Throwable lost) {
            return begun("retry %d of %s".formatted(attempt, method));
        }

        @Override
        public void settled(long after, long upTo, Duration took) {
            spans.add("settled");
        }

        @Override
        public String context() {
            return "context";
        }
    }

    @ApplicationScoped
    @Projection(name = "sales")
    static class Sales {
        @EventHandler
        void on(CheckedOut event) {}
    }

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject EventJournal journal;

        private int calls;

        @RetryOnConflict(maxAttempts = 3, backoffMillis = 0)
        String losing(int times) {
            if (calls++ < times) {
                throw new ContentionException("lost", null);
            }
            return "done";
        }
    }

    @Test
    void a_bean_is_told_of_all() {
        try (Deployment shop =
                deploy(Map.of("es.aggregate.cart.snapshot-every", "1"), Told.class, Sales.class)) {
            AggregateRepository<Cart> carts = shop.get(Till.class).carts;
            carts.create("1", new Opened("eve"));
            carts.update("1", cart -> List.of(new CheckedOut(7)));
            await(
                    shop.get(Told.class).spans(),
                    "append",
                    "load cart",
                    "settled",
                    "handling cart-checked-out",
                    "delivery sales-1",
                    "snapshot cart for context");
            assertEquals(
                    Optional.of("context"),
                    shop.get(Till.class)
                            .journal
                            .read(new StreamId("cart", "1"))
                            .findFirst()
                            .orElseThrow()
                            .metadata()
                            .get(Metadata.TRACEPARENT));
        }
    }

    @Test
    void each_further_try_of_a_method_is_told() {
        try (Deployment shop = deploy(Map.of(), Told.class)) {
            shop.get(Till.class).losing(0);
            assertEquals(List.of(), retries(shop));
            shop.get(Till.class).losing(2);
            String method = Till.class.getName() + ".losing()";
            assertEquals(
                    List.of(
                            "retry 2 of %s fails by ContentionException".formatted(method),
                            "retry 2 of " + method,
                            "retry 3 of " + method),
                    retries(shop));
            assertThrows(ContentionException.class, () -> shop.get(Till.class).losing(3));
        }
    }

    @Test
    void without_such_a_bean_nothing_is_told() {
        try (Deployment shop = deploy(Map.of())) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals("done", shop.get(Till.class).losing(2));
            assertEquals(
                    Set.of(Metadata.empty()),
                    Set.of(
                            shop.get(Till.class)
                                    .journal
                                    .read(new StreamId("cart", "1"))
                                    .findFirst()
                                    .orElseThrow()
                                    .metadata()));
        }
    }

    private static List<String> retries(Deployment shop) {
        return shop.get(Told.class).spans().stream()
                .filter(span -> span.startsWith("retry"))
                .toList();
    }

    private static void await(List<String> told, String... spans) {
        while (!told.containsAll(List.of(spans))) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("Told was only " + told);
            }
        }
    }

    private static Deployment deploy(Map<String, String> settings, Class<?>... classes) {
        Class<?>[] all = Arrays.copyOf(classes, classes.length + 1);
        all[classes.length] = Till.class;
        return Deployment.ofShop(settings, all);
    }
}
