package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A handler whose transaction the database ends, as it does where two wait for each other. */
class LostRaceTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
    }

    @ApplicationScoped
    @Projection(name = "totals")
    static class Totals {
        private final AtomicInteger losses = new AtomicInteger(2);
        private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

        @EventHandler
        void on(Opened event) {
            if (losses.getAndDecrement() > 0) {
                throw new IllegalStateException(new SQLException("for the test", "40001"));
            }
            handled.add(event.customer());
        }

        String next() throws InterruptedException {
            return handled.poll(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void its_event_comes_again() throws InterruptedException {
        try (Deployment shop = Deployment.ofShop(Map.of(), Till.class, Totals.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals("eve", shop.get(Totals.class).next());
        }
    }
}
