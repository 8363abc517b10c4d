package io.annals.es.messaging;

import io.annals.es.EventJournal;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.OnError;
import io.annals.es.consumer.Polling;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/**
 * An application in a CDI container with the real Reactive Messaging runtime, which follows a
 * journal.
 */
final class Application implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SeContainer container;
    private final ConsumerEngine engine;
    private final Config config;

    private Application(SeContainer container, ConsumerEngine engine, Config config) {
        this.container = container;
        this.engine = engine;
        this.config = config;
    }

    /**
     * Starts one whose channels have these properties, less {@code mp.messaging.incoming.}, and
     * waits for nothing.
     */
    static Application start(TestJournal journal, Map<String, String> channels, Class<?>... beans) {
        return start(journal, OnError.STOP, channels, beans);
    }

    static Application start(
            TestJournal journal, OnError onError, Map<String, String> channels, Class<?>... beans) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        channels.forEach(
                (key, value) -> builder.withDefaultValue("mp.messaging.incoming." + key, value));
        Config config = builder.build();
        ConfigProviderResolver.instance()
                .registerConfig(config, Thread.currentThread().getContextClassLoader());
        try {
            SeContainer container =
                    SeContainerInitializer.newInstance()
                            .addBeanClasses(beans)
                            .addExtensions(new JournalBean(journal))
                            .initialize();
            try {
                return new Application(container, follow(journal, onError, container), config);
            } catch (RuntimeException | Error e) {
                container.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            ConfigProviderResolver.instance().releaseConfig(config);
            throw e;
        }
    }

    <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    Consumers consumers() {
        return engine.consumers();
    }

    ConsumerStatus status(String consumer) {
        return engine.status().stream()
                .filter(status -> status.name().equals(consumer))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a consumer has stopped, and tells why. */
    Throwable failureOf(String consumer) {
        await(() -> !status(consumer).running());
        return status(consumer).failure().orElseThrow();
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited in vain for " + PATIENCE);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        engine.close();
        container.close();
        ConfigProviderResolver.instance().releaseConfig(config);
    }

    private static ConsumerEngine follow(
            TestJournal journal, OnError onError, SeContainer container) {
        ConsumerEngine engine =
                new ConsumerEngine(
                        journal.storage,
                        journal.journal,
                        journal.storage.transactions(),
                        Thread::new,
                        new Polling(Duration.ofMillis(5), Duration.ofMillis(5)));
        container.select(ConsumerSource.class).get().consumers().stream()
                .map(consumer -> consumer.withOnError(onError))
                .forEach(engine::start);
        engine.open();
        return engine;
    }

    record JournalBean(TestJournal journal) implements Extension {

        void register(@Observes AfterBeanDiscovery discovery) {
            discovery.addBean().types(EventJournal.class).produceWith(instance -> journal.journal);
        }
    }
}
