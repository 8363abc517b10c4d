package io.annals.es.cdi.health;

import static io.annals.es.cdi.deployment.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.cdi.metrics.Registry;
import io.annals.es.spi.Transactions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
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
        @Inject @Readiness JournalHealth ready;
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
                        Map.of("es.journal.poll-interval", "PT0.05S"),
                        Till.class,
                        Registry.class)) {
            Till till = shop.get(Till.class);
            Registry metrics = shop.get(Registry.class);
            assertEquals(0, metrics.gauge("es.positions.waiting"));
            Future<Boolean> parked = thread.submit(() -> till.transactions.inNew(() -> park(till)));
            appended.await();

            await(() -> data(till).containsKey("heldUpBy"));

            Map<String, Object> data = data(till);
            assertEquals(
                    shop.get(MemoryStorageProvider.class).storage().heldUpBy().get(0).name(),
                    data.get("heldUpBy"));
            assertTrue((long) data.get("waitingSeconds") >= 5, data::toString);
            assertTrue(metrics.gauge("es.positions.waiting") >= 5);
            assertEquals(Status.UP, till.ready.call().getStatus());

            over.countDown();
            parked.get();
            await(() -> !data(till).containsKey("heldUpBy"));
            await(() -> !data(till).containsKey("waitingSeconds"));
            await(() -> metrics.gauge("es.positions.waiting") == 0);
        }
    }

    @Test
    void so_many_events_that_wait_for_so_long_make_the_node_unready() throws Exception {
        try (Deployment shop =
                Deployment.ofShop(
                        Map.of("es.health.max-pending", "2", "es.health.patience", "PT1S"),
                        Till.class,
                        Registry.class)) {
            Till till = shop.get(Till.class);
            Registry metrics = shop.get(Registry.class);
            Future<Boolean> parked = thread.submit(() -> till.transactions.inNew(() -> park(till)));
            appended.await();
            till.carts.create("2", new Opened("bob"));
            till.carts.create("3", new Opened("ann"));
            await(() -> metrics.gauge("es.positions.pending") == 2);
            await(() -> metrics.gauge("es.positions.waiting") > 2);
            assertEquals(Status.UP, till.ready.call().getStatus());

            till.carts.create("4", new Opened("zoe"));
            await(() -> till.ready.call().getStatus() == Status.DOWN);
            assertEquals(3L, data(till).get("pending"));

            over.countDown();
            parked.get();
            await(() -> till.ready.call().getStatus() == Status.UP);
            await(() -> metrics.gauge("es.positions.pending") == 0);
            assertFalse(data(till).containsKey("pending"));
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
}
