package io.annals.es.cdi.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.spi.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What health and metrics tell while a transaction holds up the readers of the journal. */
@Timeout(60)
class HeldUpTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject Transactions transactions;
        @Inject @Readiness HealthCheck ready;
    }

    @ApplicationScoped
    static class Metrics {
        private final Map<String, Supplier<? extends Number>> gauges = new ConcurrentHashMap<>();

        @Produces
        @Dependent
        MetricRegistry registry() {
            return (MetricRegistry)
                    Proxy.newProxyInstance(
                            MetricRegistry.class.getClassLoader(),
                            new Class<?>[] {MetricRegistry.class},
                            (proxy, method, arguments) ->
                                    switch (method.getName()) {
                                        case "gauge" -> register(arguments[0], arguments[1]);
                                        case "remove" -> gauges.remove(arguments[0]) != null;
                                        default ->
                                                throw new UnsupportedOperationException(
                                                        method.toString());
                                    });
        }

        @SuppressWarnings("unchecked")
        private Object register(Object metadata, Object value) {
            gauges.put(((Metadata) metadata).getName(), (Supplier<? extends Number>) value);
            return null;
        }

        double value(String gauge) {
            return gauges.get(gauge).get().doubleValue();
        }
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CountDownLatch appended = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeAll
    static void answer() {
        HealthCheckResponse.setResponseProvider(new Responses());
    }

    @AfterAll
    static void forget() {
        HealthCheckResponse.setResponseProvider(null);
    }

    @AfterEach
    void end() {
        over.countDown();
        thread.shutdown();
    }

    @Test
    void readers_that_wait_are_told_of_until_they_go_on() throws Exception {
        try (Deployment shop =
                Deployment.ofShop(
                        Map.of("es.journal.poll-interval", "PT0.05S"), Till.class, Metrics.class)) {
            Till till = shop.get(Till.class);
            Metrics metrics = shop.get(Metrics.class);
            assertEquals(0, metrics.value("es.positions.waiting"));
            Future<Boolean> parked = thread.submit(() -> till.transactions.inNew(() -> park(till)));
            appended.await();

            await(() -> data(till).containsKey("heldUpBy"));

            Map<String, Object> data = data(till);
            assertEquals(
                    shop.get(MemoryStorageProvider.class).storage().heldUpBy().get(0).name(),
                    data.get("heldUpBy"));
            assertTrue((long) data.get("waitingSeconds") >= 5, data::toString);
            assertTrue(metrics.value("es.positions.waiting") >= 5);
            assertEquals(Status.UP, till.ready.call().getStatus());

            over.countDown();
            parked.get();
            await(() -> !data(till).containsKey("heldUpBy"));
            await(() -> !data(till).containsKey("waitingSeconds"));
            await(() -> metrics.value("es.positions.waiting") == 0);
        }
    }

    private boolean park(Till till) {
        till.carts.create("1", new Opened("eve"));
        appended.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static Map<String, Object> data(Till till) {
        return till.ready.call().getData().orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain");
            }
        }
    }
}
