package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.ContainerNames;
import io.annals.es.cdi.deployment.ContainerNames.Missing;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.consumer.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a platform without the names of Jakarta EE, as Quarkus and Helidon. */
class WithoutNamesTest {

    private final Missing missing = ContainerNames.none();

    @AfterEach
    void restore() {
        missing.close();
    }

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
    }

    @ApplicationScoped
    static class View implements ConsumerSource {
        private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @Override
        public Collection<Consumer> consumers() {
            return List.of(
                    new Consumer(
                            "view",
                            EventFilter.all(),
                            Delivery.EXACTLY_ONCE,
                            event -> seen.add(event.event())));
        }

        Object next() throws InterruptedException {
            return seen.poll(30, TimeUnit.SECONDS);
        }
    }

    @Dependent
    static class Platform {

        @Produces
        static TransactionSynchronizationRegistry transactions() {
            return ContainerNames.transactions();
        }
    }

    @Dependent
    static class Threads {

        @Produces
        static ThreadFactory threads() {
            return ContainerNames.threads();
        }
    }

    @Test
    void beans_lend_transactions_and_threads() throws InterruptedException {
        try (Deployment shop =
                Deployment.ofShop(
                        Map.of(), Till.class, View.class, Platform.class, Threads.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals(new Opened("eve"), shop.get(View.class).next());
            assertEquals(4, ContainerNames.livingThreads().size());
        }
        assertEquals(List.of(), ContainerNames.livingThreads());
    }

    @Test
    void what_nobody_lends_fails_the_start_and_is_named() {
        RuntimeException failure =
                assertThrows(
                        RuntimeException.class,
                        () ->
                                Deployment.ofShop(Map.of(), Till.class, View.class, Platform.class)
                                        .close());
        assertTrue(failure.getMessage().contains(ThreadFactory.class.getName()), failure::toString);
    }
}
