package io.annals.es.cdi.health;

import static io.annals.es.cdi.deployment.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.HealthLimits;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerLag;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Mode;
import io.annals.es.projection.Projection;
import io.annals.es.test.InMemoryStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What readiness says of consumers, and start-up and liveness of the whole. */
@Timeout(60)
class ConsumersHealthTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject Consumers consumers;
        @Inject @Readiness ConsumersHealth ready;
        @Inject @Liveness JournalLiveness live;
        @Inject @Startup JournalStartup started;
        @Inject @Readiness Instance<ConsumerHealth> checks;

        Map<String, Status> told() {
            return checks.stream()
                    .map(ConsumerHealth::call)
                    .collect(
                            Collectors.toMap(
                                    HealthCheckResponse::getName, HealthCheckResponse::getStatus));
        }

        /** What sets the beans of the checks apart. */
        Set<Set<Annotation>> qualifiers() {
            return checks.handlesStream()
                    .map(check -> check.getBean().getQualifiers())
                    .collect(Collectors.toSet());
        }

        Map<String, Object> data(String consumer) {
            return checks.stream()
                    .filter(check -> check.consumer().equals(consumer))
                    .findFirst()
                    .flatMap(check -> check.call().getData())
                    .orElseThrow();
        }
    }

    @ApplicationScoped
    @Projection(name = "clumsy", version = 2)
    static class Clumsy {
        @EventHandler
        void on(Opened event) {
            throw new IllegalStateException("dropped bob's card");
        }
    }

    @ApplicationScoped
    @Projection(name = "deft")
    static class Deft {
        @EventHandler
        void on(Opened event) {}
    }

    @ApplicationScoped
    @Projection(name = "guard", mode = Mode.INLINE)
    static class Guard {
        @EventHandler
        void on(Opened event) {}
    }

    @ApplicationScoped
    static class Views implements ConsumerSource {
        @Override
        public Collection<Consumer> consumers() {
            return List.of(
                    new Consumer(
                            "clumsy",
                            EventFilter.all(),
                            Delivery.AT_LEAST_ONCE,
                            event -> {
                                throw new IllegalStateException("dropped bob's card");
                            }));
        }
    }

    @BeforeAll
    static void answer() {
        HealthCheckResponse.setResponseProvider(new Responses());
    }

    @AfterAll
    static void forget() {
        HealthCheckResponse.setResponseProvider(null);
    }

    @Test
    void a_consumer_that_is_too_far_behind_and_does_not_move_makes_the_node_unready() {
        try (Deployment shop =
                Deployment.ofShop(
                        Map.of("es.health.max-lag", "2", "es.health.patience", "PT1S"),
                        Till.class,
                        Views.class)) {
            Till till = shop.get(Till.class);
            assertEquals("es-consumers", till.ready.call().getName());
            assertEquals(Status.UP, till.ready.call().getStatus());

            for (int i = 0; i < 5; i++) {
                till.carts.create("cart " + i, new Opened("eve"));
            }
            await(() -> till.ready.call().getStatus() == Status.DOWN);

            String told =
                    till.ready.call().getData().orElseThrow().get("es-consumer-clumsy").toString();
            assertTrue(told.matches("[0-9]+ positions behind, not moved for [0-9]+ s"), told);
            assertEquals(Status.UP, till.live.call().getStatus());
            assertEquals(Status.UP, till.started.call().getStatus());

            till.consumers.pause("clumsy");
            await(() -> till.ready.call().getStatus() == Status.UP);
            assertTrue(
                    till.ready
                            .call()
                            .getData()
                            .orElseThrow()
                            .get("es-consumer-clumsy")
                            .toString()
                            .startsWith("paused, "));
        }
    }

    @Test
    void a_consumer_may_be_behind_while_it_moves_or_be_stopped_while_it_is_not_far_behind() {
        HealthLimits limits = new HealthLimits(100, 0, Duration.ofSeconds(60));
        assertTrue(ConsumerHealth.isReady(lag(101, 59), limits));
        assertTrue(ConsumerHealth.isReady(lag(101, 60), limits));
        assertFalse(ConsumerHealth.isReady(lag(101, 61), limits));
        assertTrue(ConsumerHealth.isReady(lag(100, 3_600), limits));
    }

    @Test
    void nothing_is_too_far_where_there_is_no_limit() {
        HealthLimits limits = new HealthLimits(0, 0, Duration.ofSeconds(60));
        assertTrue(ConsumerHealth.isReady(lag(1_000_000, 3_600), limits));
        assertFalse(limits.areTooMany(100_000, Duration.ofHours(1)));
    }

    @Test
    void what_has_not_started_is_alive_and_neither_started_nor_ready() {
        JournalLiveness live = new JournalLiveness();
        live.running = new RunningEngine();
        assertEquals(Status.UP, live.call().getStatus());
        JournalStartup started = new JournalStartup();
        started.running = live.running;
        assertEquals(Status.DOWN, started.call().getStatus());
        assertEquals(Status.DOWN, new ConsumerHealth("any", live.running).call().getStatus());
        try (Deployment shop = Deployment.ofShop(Map.of(), Till.class)) {
            Till till = shop.get(Till.class);
            assertEquals(Status.UP, till.ready.call().getStatus());
            shop.get(RunningEngine.class).isOver();
            assertEquals(Status.DOWN, till.ready.call().getStatus());
        }
    }

    @Test
    void projections_and_channels_have_a_check_each_which_is_down_without_the_others() {
        try (Deployment shop =
                Deployment.ofShop(
                        Map.of(
                                "es.health.max-lag", "2",
                                "es.health.patience", "PT1S",
                                "mp.messaging.incoming.carts.connector", "es-journal",
                                "mp.messaging.incoming.named.connector", "es-journal",
                                "mp.messaging.incoming.named.consumer", "counts",
                                "mp.messaging.incoming.others.connector", "smallrye-kafka"),
                        Till.class,
                        Clumsy.class,
                        Deft.class,
                        Guard.class)) {
            Till till = shop.get(Till.class);
            assertEquals(
                    Map.of(
                            "es-consumer-carts", Status.UP,
                            "es-consumer-clumsy-2", Status.UP,
                            "es-consumer-counts", Status.UP,
                            "es-consumer-deft-1", Status.UP),
                    till.told());

            for (int i = 0; i < 5; i++) {
                till.carts.create("cart " + i, new Opened("eve"));
            }
            await(() -> till.told().get("es-consumer-clumsy-2") == Status.DOWN);
            assertEquals(
                    Map.of(
                            "es-consumer-carts", Status.UP,
                            "es-consumer-clumsy-2", Status.DOWN,
                            "es-consumer-counts", Status.UP,
                            "es-consumer-deft-1", Status.UP),
                    till.told());
            Map<String, Object> data = till.data("clumsy-2");
            assertTrue((long) data.get("positionsBehind") >= 5, data::toString);
            assertTrue((long) data.get("unmovedSeconds") >= 1, data::toString);
            assertEquals(false, data.get("paused"));
            assertEquals(Status.UP, till.ready.call().getStatus());
            assertEquals(Map.of(), till.ready.call().getData().orElseThrow());

            till.consumers.pause("clumsy-2");
            await(() -> till.told().get("es-consumer-clumsy-2") == Status.UP);
            assertEquals(true, till.data("clumsy-2").get("paused"));
        }
    }

    /** Quarkus takes those for one whose implementation, types and qualifiers are the same. */
    @Test
    void the_checks_of_consumers_are_beans_that_differ() {
        try (Deployment shop = Deployment.ofShop(Map.of(), Till.class, Clumsy.class, Deft.class)) {
            Till till = shop.get(Till.class);
            assertEquals(2, till.told().size());
            assertEquals(2, till.qualifiers().size());
        }
    }

    @Test
    void a_node_whose_threads_have_ended_is_not_alive_and_one_that_waits_has_not_started() {
        InMemoryStorage storage = new InMemoryStorage();
        JournalLiveness live = new JournalLiveness();
        live.running = new RunningEngine();
        JournalStartup started = new JournalStartup();
        started.running = live.running;
        try (ConsumerEngine engine =
                new ConsumerEngine(
                        storage,
                        new TypedJournal(
                                storage,
                                new JsonbEventSerializer(),
                                () -> EventTypes.of(List.of()),
                                storage.transactions(),
                                () -> {}),
                        storage.transactions(),
                        work -> new Thread(() -> {}),
                        new Polling(Duration.ofMillis(5), Duration.ofMillis(250)))) {
            live.running.is(engine, engine.consumers());
            live.running.isComplete(new HealthLimits(0, 0, Duration.ofSeconds(60)));
            assertEquals(Status.UP, live.call().getStatus());
            engine.open();
            await(() -> live.call().getStatus() == Status.DOWN);
            assertEquals(
                    "annals-journal-head", live.call().getData().orElseThrow().get("endedThreads"));
            assertEquals(Status.DOWN, started.call().getStatus());
        }
    }

    private static ConsumerLag lag(long positions, long seconds) {
        return new ConsumerLag("slow", positions, Duration.ofSeconds(seconds), false);
    }
}
