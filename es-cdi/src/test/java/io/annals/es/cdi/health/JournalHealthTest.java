package io.annals.es.cdi.health;

import static io.annals.es.cdi.deployment.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.EventHandler;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.es.test.InMemoryStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JournalHealthTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;

        @Inject @Readiness JournalHealth ready;
    }

    @ApplicationScoped
    static class Views implements ConsumerSource {
        @Override
        public Collection<Consumer> consumers() {
            return List.of(
                    consumer("sound", event -> {}),
                    consumer(
                            "clumsy",
                            event -> {
                                throw new IllegalStateException("dropped it");
                            }));
        }

        private static Consumer consumer(String name, EventHandler handler) {
            return new Consumer(name, EventFilter.all(), Delivery.AT_LEAST_ONCE, handler);
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
    void the_application_is_ready_though_a_consumer_has_stopped_which_is_told() {
        try (Deployment shop = Deployment.ofShop(Map.of(), Till.class, Views.class)) {
            Till till = shop.get(Till.class);
            till.carts.create("1", new Opened("eve"));
            RunningEngine engine = shop.get(RunningEngine.class);
            await(
                    () ->
                            engine.get().orElseThrow().status().stream()
                                    .anyMatch(consumer -> !consumer.running()));
            await(
                    () ->
                            engine.get().orElseThrow().status().stream()
                                    .anyMatch(consumer -> consumer.position() > 0));

            HealthCheckResponse response = till.ready.call();

            assertEquals("es-journal", response.getName());
            assertEquals(Status.UP, response.getStatus());
            Map<String, Object> data = response.getData().orElseThrow();
            assertEquals(
                    engine.get().orElseThrow().journalStatus().position(), data.get("position"));
            assertTrue(data.get("consumer.sound").toString().startsWith("running"), data::toString);
            String clumsy = data.get("consumer.clumsy").toString(); // it may have passed a hole
            assertTrue(
                    clumsy.matches("stopped at position [01]: java.lang.IllegalStateException"),
                    clumsy);
        }
    }

    @Test
    void tells_of_a_handler_that_does_not_return() {
        assertEquals("running at position 7", JournalHealth.describe(handlingFor(30)));
        assertEquals(
                "stuck in its handler for 31 s at position 7",
                JournalHealth.describe(handlingFor(31)));
    }

    private static ConsumerStatus handlingFor(long seconds) {
        return new ConsumerStatus(
                "slow", 7, true, true, Optional.empty(), Duration.ofSeconds(seconds), 0, 0, 0);
    }

    @Test
    void is_down_while_the_journal_cannot_be_reached() {
        JournalHealth health = new JournalHealth();
        health.running = new RunningEngine();
        assertEquals(Status.DOWN, health.call().getStatus());

        RuntimeException failure =
                new IllegalArgumentException(new IllegalStateException("no route to bob@db"));
        try (ConsumerEngine engine = engine(failure)) {
            health.running.is(engine, engine.consumers());
            engine.open();
            await(() -> engine.journalStatus().failure().isPresent());

            HealthCheckResponse response = health.call();

            assertEquals(Status.DOWN, response.getStatus());
            assertEquals(
                    "java.lang.IllegalArgumentException caused by java.lang.IllegalStateException",
                    response.getData().orElseThrow().get("failure"));
        }
    }

    @Test
    void is_down_while_the_schema_is_of_another_version() {
        JournalHealth health = new JournalHealth();
        health.running = new RunningEngine();
        try (ConsumerEngine engine =
                engine(
                        new IllegalStateException("of bob@db"),
                        method -> method.getName().equals("check"))) {
            health.running.is(engine, engine.consumers());
            engine.open();
            assertEquals(Status.UP, health.call().getStatus());
            await(() -> health.call().getStatus() == Status.DOWN);
            assertEquals(
                    "java.lang.IllegalStateException",
                    health.call().getData().orElseThrow().get("failure"));
        }
    }

    /** On a storage that fails whenever it is asked how far it is settled. */
    private static ConsumerEngine engine(RuntimeException failure) {
        return engine(failure, method -> method.getReturnType() == Settled.class);
    }

    private static ConsumerEngine engine(RuntimeException failure, Predicate<Method> failing) {
        InMemoryStorage sound = new InMemoryStorage();
        JournalStorage storage =
                (JournalStorage)
                        Proxy.newProxyInstance(
                                JournalStorage.class.getClassLoader(),
                                new Class<?>[] {JournalStorage.class},
                                (proxy, method, arguments) -> {
                                    if (failing.test(method)) {
                                        throw failure;
                                    }
                                    try {
                                        return method.invoke(sound, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
        return new ConsumerEngine(
                storage,
                new TypedJournal(
                        storage,
                        new JsonbEventSerializer(),
                        () -> EventTypes.of(List.of()),
                        sound.transactions(),
                        () -> {}),
                sound.transactions(),
                Thread::new,
                new Polling(Duration.ofMillis(5), Duration.ofMillis(250)));
    }
}
