package io.annals.es.cdi.metrics;

import static io.annals.es.cdi.deployment.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.consumer.Delivery;
import io.annals.es.metrics.Metric;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JournalMetricsTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject EventJournal journal;
    }

    @ApplicationScoped
    static class Views implements ConsumerSource {
        @Override
        public Collection<Consumer> consumers() {
            return List.of(
                    new Consumer("sound", EventFilter.all(), Delivery.AT_LEAST_ONCE, event -> {}),
                    new Consumer(
                            "clumsy",
                            EventFilter.all(),
                            Delivery.AT_LEAST_ONCE,
                            event -> {
                                throw new IllegalStateException("dropped it");
                            }));
        }
    }

    @Test
    void every_metric_is_registered_while_the_application_runs() {
        Registry registry;
        Set<String> during;
        try (Deployment shop =
                Deployment.ofShop(Map.of(), Till.class, Views.class, Registry.class)) {
            registry = shop.get(Registry.class);
            during = registry.names();
        }
        assertEquals(
                Stream.of(Metric.values())
                        .map(Metric::id)
                        .collect(Collectors.toCollection(TreeSet::new)),
                during);
    }

    @Test
    void appends_are_timed_where_they_store_and_counted_where_they_lose() {
        try (Deployment shop = Deployment.ofShop(Map.of(), Till.class, Registry.class)) {
            Till till = shop.get(Till.class);
            Registry registry = shop.get(Registry.class);
            till.carts.create("1", new Opened("eve"));
            till.carts.create("2", new Opened("bob"));

            List<Duration> durations = registry.durations("es.append.duration");
            assertEquals(2, durations.size());
            durations.forEach(
                    duration ->
                            assertTrue(
                                    !duration.isNegative() && !duration.isZero(),
                                    duration::toString));
            assertEquals(0, registry.count("es.append.conflicts"));

            assertThrows(
                    WrongExpectedVersionException.class,
                    () ->
                            till.journal.append(
                                    new StreamId("cart", "1"),
                                    ExpectedVersion.exactly(7),
                                    List.of(new Opened("mallory"))));
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            till.journal.append(
                                    new StreamId("cart", "1"), ExpectedVersion.any(), List.of()));
            assertEquals(1, registry.count("es.append.conflicts"));
            assertEquals(2, durations.size());
        }
    }

    @Test
    void each_consumer_has_its_own_lag() {
        try (Deployment shop =
                Deployment.ofShop(Map.of(), Till.class, Views.class, Registry.class)) {
            Registry registry = shop.get(Registry.class);
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            await(() -> registry.gauge("es.consumer.lag/clumsy") > 0);
            await(() -> registry.gauge("es.consumer.lag/sound") == 0);
            await(() -> registry.gauge("es.consumers.stopped") == 1);
        }
    }
}
