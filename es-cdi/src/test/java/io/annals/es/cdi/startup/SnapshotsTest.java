package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SnapshotsTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
    }

    @Test
    void are_taken_as_it_is_set_and_used_while_the_application_runs() {
        try (Deployment shop =
                Deployment.ofShop(Map.of("es.aggregate.cart.snapshot-every", "2"), Till.class)) {
            Till till = shop.get(Till.class);
            JournalAssembly assembly = shop.get(JournalAssembly.class);
            till.carts.create("1", new Opened("eve"), new CheckedOut(100));
            while (assembly.snapshotter().counts().taken() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals(new Cart("eve", true), till.carts.load("1").state());
            assertEquals(1, assembly.snapshotter().counts().used());
            assertTrue(isRunning());
        }
        assertFalse(isRunning());
    }

    @Test
    void have_the_size_that_is_set() {
        try (Deployment shop =
                Deployment.ofShop(
                        Map.of(
                                "es.aggregate.cart.snapshot-on", "cart-opened",
                                "es.journal.snapshot-max-size", "5"),
                        Till.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            JournalAssembly assembly = shop.get(JournalAssembly.class);
            while (assembly.snapshotter().counts().tooLarge() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals(0, assembly.snapshotter().counts().taken());
        }
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("annals-snapshots"));
    }
}
