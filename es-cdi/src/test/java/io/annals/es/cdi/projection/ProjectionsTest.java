package io.annals.es.cdi.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.annals.es.EventEnvelope;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.Consumers;
import io.annals.es.projection.DisallowReplay;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import io.annals.es.spi.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ProjectionsTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
    }

    @ApplicationScoped
    static class Seen {
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        void add(Object event) {
            events.add(event);
        }

        Optional<Object> now() {
            return Optional.ofNullable(events.poll());
        }

        Object next() throws InterruptedException {
            return events.poll(30, TimeUnit.SECONDS);
        }
    }

    @ApplicationScoped
    @Projection(name = "sales")
    static class Sales {
        @Inject Seen seen;

        @EventHandler
        void on(CheckedOut event, Metadata metadata, EventEnvelope<?> envelope) {
            seen.add(envelope.version() + ": " + event);
        }
    }

    @Dependent
    @Projection(name = "visits", version = 2)
    static class Visits {
        private final AtomicInteger visits = new AtomicInteger();

        @Inject Seen seen;

        @EventHandler
        protected void on(EventEnvelope<Opened> event) {
            seen.add(visits.incrementAndGet());
        }
    }

    @RequestScoped
    static class Request {
        private final AtomicInteger handled = new AtomicInteger();

        int handled() {
            return handled.incrementAndGet();
        }
    }

    @ApplicationScoped
    @Projection(name = "requests")
    static class Requests {
        @Inject Seen seen;
        @Inject Request request;

        @EventHandler
        public void on(Object event) {
            request.handled();
            seen.add(request.handled());
        }
    }

    @ApplicationScoped
    @Projection(name = "picky")
    static class Picky {
        @Inject Seen seen;

        @EventHandler
        void on(CheckedOut event) throws IOException {
            if (event.cents() == 0) {
                throw new IOException("nothing paid");
            }
            seen.add(event.cents());
        }
    }

    @ApplicationScoped
    @Projection(name = "rewards")
    static class Rewards {
        @Inject AggregateRepository<Cart> carts;

        @EventHandler
        void on(CheckedOut event) {
            carts.create("reward", new Opened("eve"));
            throw new IllegalStateException("after it has written");
        }
    }

    @Test
    void what_a_handler_has_written_is_rolled_back_when_it_throws() {
        try (Deployment shop = deploy(Rewards.class)) {
            AggregateRepository<Cart> carts = shop.get(Till.class).carts;
            carts.create("1", new Opened("eve"), new CheckedOut(7));
            awaitStop(shop);
            assertEquals(
                    "after it has written", statusOf(shop).failure().orElseThrow().getMessage());
            assertEquals(List.of("1"), carts.ids().toList());
        }
    }

    @Test
    void what_a_handler_throws_stops_its_projection_there_and_is_told_as_it_is()
            throws InterruptedException {
        try (Deployment shop = deploy(Picky.class)) {
            AggregateRepository<Cart> carts = shop.get(Till.class).carts;
            carts.create("1", new Opened("eve"), new CheckedOut(7));
            assertEquals(7L, shop.get(Seen.class).next());
            carts.create("2", new Opened("eve"), new CheckedOut(0));
            carts.create("3", new Opened("eve"), new CheckedOut(8));
            awaitStop(shop);
            assertFalse(statusOf(shop).running());
            assertEquals("nothing paid", statusOf(shop).failure().orElseThrow().getMessage());
            assertEquals(Optional.empty(), shop.get(Seen.class).now());
        }
    }

    @ApplicationScoped
    @Projection(name = "payments")
    static class Payments {
        @Inject Seen seen;

        @EventHandler
        void on(CheckedOut event) {
            seen.add(name() + event.cents());
        }

        String name() {
            return "paid ";
        }
    }

    @ApplicationScoped
    @Projection(name = "refunds")
    static class Refunds extends Payments {
        @Override
        String name() {
            return "to pay back ";
        }
    }

    @Test
    void a_projection_may_extend_another() throws InterruptedException {
        try (Deployment shop = deploy(Payments.class, Refunds.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"), new CheckedOut(7));
            assertEquals(
                    Set.of("paid 7", "to pay back 7"),
                    Set.of(shop.get(Seen.class).next(), shop.get(Seen.class).next()));
        }
    }

    @ApplicationScoped
    @Projection(name = "commits")
    static class Commits {
        @Inject Seen seen;
        @Inject Transactions transactions;

        @EventHandler
        void on(Object event) {
            seen.add(event.getClass().getSimpleName());
            transactions.afterCommit(() -> seen.add("commit"));
        }
    }

    @Test
    void events_that_are_there_together_share_a_transaction() throws InterruptedException {
        try (Deployment shop = deploy(Commits.class)) {
            AggregateRepository<Cart> carts = shop.get(Till.class).carts;
            Seen seen = shop.get(Seen.class);
            // The first one of all takes its time, and a transaction that lasts is committed.
            carts.create("1", new Opened("eve"));
            for (String next : List.of("Opened", "commit")) {
                assertEquals(next, seen.next());
            }
            carts.create("2", new Opened("eve"), new CheckedOut(7));
            for (String next : List.of("Opened", "CheckedOut", "commit", "commit")) {
                assertEquals(next, seen.next());
            }
        }
    }

    @Test
    void a_handler_gets_its_events_with_envelope_and_metadata() throws InterruptedException {
        try (Deployment shop = deploy(Sales.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"), new CheckedOut(7));
            assertEquals("2: CheckedOut[cents=7]", shop.get(Seen.class).next());
        }
    }

    @Test
    void a_projection_is_a_consumer_of_its_name_and_version() {
        try (Deployment shop = deploy(Sales.class, Visits.class)) {
            assertEquals(
                    List.of("sales-1", "visits-2"),
                    shop.get(RunningEngine.class).get().orElseThrow().status().stream()
                            .map(ConsumerStatus::name)
                            .toList());
        }
    }

    @Test
    void a_dependent_projection_is_one_instance() throws InterruptedException {
        try (Deployment shop = deploy(Visits.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            shop.get(Till.class).carts.create("2", new Opened("eve"));
            assertEquals(1, shop.get(Seen.class).next());
            assertEquals(2, shop.get(Seen.class).next());
        }
    }

    @Test
    void each_event_is_handled_in_a_request_context_of_its_own() throws InterruptedException {
        try (Deployment shop = deploy(Requests.class, Request.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"), new CheckedOut(7));
            assertEquals(2, shop.get(Seen.class).next());
            assertEquals(2, shop.get(Seen.class).next());
        }
    }

    @ApplicationScoped
    @Projection(name = "receipts")
    static class Receipts {
        @Inject Seen seen;

        @EventHandler
        void on(Object event) {
            seen.add(event.getClass().getSimpleName());
        }

        @EventHandler
        @DisallowReplay
        void send(CheckedOut event) {
            seen.add("sent");
        }

        @OnReset
        void empty() {
            seen.add("emptied");
        }
    }

    @Test
    void what_comes_again_is_not_given_to_handlers_that_must_not_repeat_it()
            throws InterruptedException {
        try (Deployment shop = deploy(Receipts.class)) {
            AggregateRepository<Cart> carts = shop.get(Till.class).carts;
            Consumers consumers = shop.get(Consumers.class);
            Receipt first = carts.create("1", new Opened("eve"), new CheckedOut(7));
            consumers.awaitCaughtUp("receipts", first, Duration.ofSeconds(60));
            consumers.reset("receipts", 0);
            Seen seen = shop.get(Seen.class);
            // Whoever does not know of the reset yet would handle the next events, and be rolled
            // back: it knows when the first one has come again.
            for (String next : List.of("Opened", "sent", "emptied", "Opened")) {
                assertEquals(next, seen.next());
            }
            Receipt second = carts.create("2", new Opened("eve"), new CheckedOut(8));
            consumers.awaitCaughtUp("receipts", second, Duration.ofSeconds(60));
            for (String next : List.of("Opened", "sent")) {
                assertEquals(next, seen.next());
            }
            assertEquals(Optional.empty(), seen.now());
        }
    }

    private static ConsumerStatus statusOf(Deployment shop) {
        return shop.get(RunningEngine.class).get().orElseThrow().status().get(0);
    }

    private static void awaitStop(Deployment shop) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (statusOf(shop).running()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited in vain for " + statusOf(shop));
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Deployment deploy(Class<?>... beans) {
        Class<?>[] all = new Class<?>[beans.length + 2];
        System.arraycopy(beans, 0, all, 2, beans.length);
        all[0] = Till.class;
        all[1] = Seen.class;
        return Deployment.ofShop(Map.of(), all);
    }
}
