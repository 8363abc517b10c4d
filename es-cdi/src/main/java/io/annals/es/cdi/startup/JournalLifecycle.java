package io.annals.es.cdi.startup;

import io.annals.es.cdi.ContainerResources;
import io.annals.es.cdi.FoundTracing;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.cdi.StartedConsumers;
import io.annals.es.cdi.discovery.KnownAggregates;
import io.annals.es.cdi.projection.DefinedProjections;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.inline.InlineProjections;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StorageProvider;
import io.annals.es.spi.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Starts the journal and its consumers with the application, and stops them with it: afterwards no
 * thread of theirs is left.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
class JournalLifecycle {

    @Inject JournalAssembly assembly;
    @Inject KnownAggregates aggregates;
    @Inject DefinedProjections projections;
    @Inject Transactions transactions;
    @Inject ContainerResources resources;
    @Inject RunningEngine running;
    @Inject FoundTracing tracing;
    @Inject Instance<StorageProvider> storages;
    @Inject Instance<ConsumerSource> sources;
    @Inject Instance<Object> beans;
    @Inject Event<StartedConsumers> started;

    private @Nullable ConsumerEngine engine;

    void onStartup(@Observes Startup event) {
        if (!isWebApplication()) {
            start(List.of(), List.of());
        }
    }

    /**
     * Opens the journal and starts all consumers; where that fails, nothing is left running.
     *
     * @param foundAggregates aggregates that the container has found, besides the injected ones
     * @param foundProjections projections that the container has found; all must be beans
     */
    public synchronized void start(
            Collection<? extends Class<?>> foundAggregates,
            Collection<? extends Class<?>> foundProjections) {
        try {
            projections.requireBeans(foundProjections);
            aggregates.add(foundAggregates);
            aggregates.addEvents(projections.events());
            assembly.requireFormats();
            AggregateSettings.check(
                    ConfigProvider.getConfig(), System.getenv().keySet(), aggregates.definitions());
            if (engine == null) {
                startConsumers();
            }
        } catch (RuntimeException | Error e) {
            stopAfter(e);
            throw e;
        }
    }

    /** While there still are transactions: Quarkus has none when it fires the other event. */
    void onShutdown(@Observes Shutdown event) {
        stop();
    }

    void onStop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stop();
    }

    /** What kept it from starting must be told, not what followed from that. */
    private void stopAfter(Throwable failure) {
        try {
            stop();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private void startConsumers() {
        Settings settings = Settings.current();
        ThreadFactory threads = resources.threads();
        JournalStorage storage = assembly.storage();
        assembly.requireReadable();
        InlineProjections inline = assembly.inline();
        inline.open();
        ConsumerEngine consumers =
                new ConsumerEngine(
                        storage,
                        assembly.typedJournal(),
                        transactions,
                        threads,
                        settings.polling(),
                        tracing.get());
        engine = consumers;
        running.is(consumers, inline.among(consumers.consumers()));
        assembly.wakeBy(consumers::wake); // before it asks for the first time: no commit is missed
        consumers.open();
        List<Consumer> all =
                ConsumerSettings.current(
                        sources.stream().flatMap(source -> source.consumers().stream()).toList());
        inline.requireInline(all.stream().map(Consumer::name).toList());
        StorageProvider provider = storages.get();
        assembly.snapshotter().start(threads);
        all.forEach(consumer -> consumers.start(RacingHandler.in(consumer, provider)));
        running.isComplete(settings.health());
        started.fire(new StartedConsumers(all.stream().map(Consumer::name).toList()));
    }

    /** Stops all consumers, each after the event it is handling, and closes the journal. */
    public synchronized void stop() {
        ConsumerEngine consumers = engine;
        if (consumers != null) {
            running.isOver();
            assembly.wakeBy(() -> {});
            engine = null;
            try {
                consumers.close();
            } finally {
                assembly.close();
            }
        } else {
            assembly.close();
        }
    }

    /**
     * Where there is a servlet container, {@link WebStartup} is called later, with all aggregates.
     */
    private boolean isWebApplication() {
        try {
            return beans.select(ServletContext.class).isResolvable();
        } catch (NoClassDefFoundError e) { // an application without the servlet API
            return false;
        }
    }
}
