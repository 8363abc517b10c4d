package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.ContainerNames;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.deployment.OwnSerializer;
import io.annals.es.cdi.discovery.Shop;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.consumer.Delivery;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StorageProvider;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.Transactions;
import io.annals.es.test.InMemoryStorage;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JournalLifecycleTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
    }

    @ApplicationScoped
    static class Views implements ConsumerSource {
        private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @Override
        public Collection<Consumer> consumers() {
            return List.of(
                    new Consumer(
                            "one",
                            EventFilter.all(),
                            Delivery.EXACTLY_ONCE,
                            event -> seen.add(event.event())),
                    new Consumer(
                            "two",
                            EventFilter.all(),
                            Delivery.AT_LEAST_ONCE,
                            event -> seen.add(event.event())));
        }

        Object next() throws InterruptedException {
            return seen.poll(30, TimeUnit.SECONDS);
        }
    }

    @ApplicationScoped
    static class WithoutSchema implements StorageProvider {
        @Override
        public JournalStorage open(Transactions transactions, StorageSettings settings) {
            throw new EventSourcingException("the schema is missing");
        }
    }

    @ApplicationScoped
    static class BrokenSource implements ConsumerSource {
        @Override
        public Collection<Consumer> consumers() {
            throw new IllegalStateException("no consumers today");
        }
    }

    @Test
    void consumers_run_from_start_to_stop_and_leave_no_thread() throws InterruptedException {
        for (int round = 0; round < 2; round++) {
            try (Deployment shop = deploy(Map.of(), Till.class, Views.class)) {
                shop.get(Till.class).carts.create("1", new Opened("eve"));
                assertEquals(new Opened("eve"), shop.get(Views.class).next());
                assertEquals(new Opened("eve"), shop.get(Views.class).next());
                // Two consumers, head, leases, plans.
                assertEquals(5, ContainerNames.livingThreads().size());
            }
            assertEquals(List.of(), ContainerNames.livingThreads());
        }
    }

    @Test
    void a_commit_wakes_the_consumers_without_waiting_for_the_next_poll()
            throws InterruptedException {
        try (Deployment shop =
                deploy(Map.of("es.journal.poll-interval", "PT1H"), Till.class, Views.class)) {
            for (int id = 1; id <= 20; id++) {
                Opened opened = new Opened("customer " + id);
                shop.get(Till.class).carts.create(String.valueOf(id), opened);
                assertEquals(opened, shop.get(Views.class).next());
                assertEquals(opened, shop.get(Views.class).next());
            }
        }
    }

    @Test
    void opens_the_storage_once_at_start() {
        try (Deployment shop = deploy(Map.of(), Till.class)) {
            assertEquals(1, shop.get(MemoryStorageProvider.class).opened());
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals(1, shop.get(MemoryStorageProvider.class).opened());
        }
    }

    @Test
    void a_missing_schema_fails_the_start() {
        assertFails(
                "the schema is missing",
                WithoutSchema.class,
                OwnSerializer.class,
                Shop.class,
                Till.class);
    }

    @Test
    void a_failing_source_of_consumers_fails_the_start_and_leaves_no_thread() {
        assertFails(
                "no consumers today",
                MemoryStorageProvider.class,
                OwnSerializer.class,
                Shop.class,
                Till.class,
                Views.class,
                BrokenSource.class);
        assertEquals(List.of(), ContainerNames.livingThreads());
    }

    @ApplicationScoped
    static class Unclosable implements StorageProvider {
        @Override
        public JournalStorage open(Transactions transactions, StorageSettings settings) {
            InMemoryStorage sound = new InMemoryStorage();
            return (JournalStorage)
                    Proxy.newProxyInstance(
                            JournalStorage.class.getClassLoader(),
                            new Class<?>[] {JournalStorage.class},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("close")) {
                                    throw new EventSourcingException("no database to hand over in");
                                }
                                return method.invoke(sound, arguments);
                            });
        }
    }

    @Test
    void a_failing_start_is_told_with_its_cause_though_stopping_fails_too() {
        Throwable failure =
                assertFails(
                        "no consumers today",
                        Unclosable.class,
                        OwnSerializer.class,
                        Shop.class,
                        Till.class,
                        BrokenSource.class);
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        assertEquals("no consumers today", failure.getMessage());
        assertEquals("no database to hand over in", failure.getSuppressed()[0].getMessage());
        assertEquals(List.of(), ContainerNames.livingThreads());
    }

    @Test
    void a_missing_storage_fails_the_deployment_and_names_the_module() {
        assertFails("Add the module es-jpa", OwnSerializer.class, Shop.class, Till.class);
    }

    @Dependent
    static class SecondSerializer extends JsonbEventSerializer {}

    @Test
    void two_serializers_fail_the_deployment() {
        assertFails(
                SecondSerializer.class.getName() + " and " + JsonbEventSerializer.class.getName(),
                MemoryStorageProvider.class,
                SecondSerializer.class);
    }

    @Test
    void an_alternative_serializer_replaces_the_default() {
        try (Deployment shop = deploy(Map.of(), Till.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals(1, shop.get(OwnSerializer.class).serialized());
        }
    }

    @Test
    void two_storages_fail_the_deployment() {
        String both = WithoutSchema.class.getName();
        assertFails(
                both, WithoutSchema.class, SecondStorage.class, OwnSerializer.class, Shop.class);
        assertFails(
                SecondStorage.class.getName(),
                WithoutSchema.class,
                SecondStorage.class,
                OwnSerializer.class,
                Shop.class);
    }

    @ApplicationScoped
    static class SecondStorage extends WithoutSchema {}

    @Test
    void the_settings_reach_the_storage() {
        Map<String, String> set =
                Map.of("es.journal.create-schema", "true", "es.journal.lease", "PT3S");
        try (Deployment shop = deploy(set, Till.class)) {
            assertEquals(
                    StorageSettings.defaults()
                            .withCreateSchema(true)
                            .withLeaseDuration(Duration.ofSeconds(3)),
                    shop.get(MemoryStorageProvider.class).settings());
        }
        try (Deployment shop = deploy(Map.of(), Till.class)) {
            assertEquals(
                    StorageSettings.defaults(), shop.get(MemoryStorageProvider.class).settings());
        }
    }

    @Test
    void closes_the_storage_when_the_application_stops() {
        InMemoryStorage storage;
        try (Deployment shop = deploy(Map.of(), Till.class, Views.class)) {
            storage = shop.get(MemoryStorageProvider.class).storage();
            assertFalse(storage.isClosed());
        }
        assertTrue(storage.isClosed());
    }

    @ApplicationScoped
    static class LastOnShutdown {

        private static volatile boolean closed;

        @Inject MemoryStorageProvider provider;

        void look(@Observes @Priority(Interceptor.Priority.APPLICATION + 1_000) Shutdown event) {
            closed = provider.storage().isClosed();
        }
    }

    @Test
    void has_closed_the_storage_when_other_beans_shut_down() {
        LastOnShutdown.closed = false;
        Deployment.ofShop(Map.of(), LastOnShutdown.class).close();
        assertTrue(LastOnShutdown.closed);
    }

    @Test
    void a_wrong_setting_fails_the_deployment() {
        RuntimeException failure =
                assertThrows(
                        RuntimeException.class,
                        () ->
                                deploy(Map.of("es.journal.craete-schema", "true"), Till.class)
                                        .close());
        assertTrue(failure.getMessage().contains("es.journal.craete-schema"), failure::getMessage);
    }

    private static Deployment deploy(Map<String, String> settings, Class<?>... beans) {
        return Deployment.ofShop(settings, beans);
    }

    private static RuntimeException assertFails(String named, Class<?>... classes) {
        RuntimeException failure =
                assertThrows(RuntimeException.class, () -> Deployment.of(classes).close());
        assertTrue(failure.getMessage().contains(named), failure::getMessage);
        return failure;
    }
}
