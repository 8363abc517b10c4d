package io.annals.es.cdi.health;

import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerEngine;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;

/**
 * The journal's metrics: {@code es.positions.waiting}, for how many seconds readers have been
 * waiting at one position, and {@code es.consumers.stopped}, how many consumers of this node have
 * stopped at an event.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class JournalMetrics {

    private static final Metadata WAITING =
            Metadata.builder()
                    .withName("es.positions.waiting")
                    .withDescription("How long readers of the journal wait at one position")
                    .withUnit(MetricUnits.SECONDS)
                    .build();
    private static final Metadata STOPPED =
            Metadata.builder()
                    .withName("es.consumers.stopped")
                    .withDescription("How many consumers of this node have stopped at an event")
                    .withUnit(MetricUnits.NONE)
                    .build();

    @Inject RunningEngine running;
    @Inject Instance<MetricRegistry> registry;

    void register(@Observes Startup event) {
        if (registry.isResolvable()) {
            gauges().forEach(
                            (metadata, value) -> registry.get().gauge(metadata, () -> read(value)));
        }
    }

    /** Else the registry would keep the application's classes. */
    @PreDestroy
    void remove() {
        if (registry.isResolvable()) {
            gauges().keySet().forEach(metadata -> registry.get().remove(metadata.getName()));
        }
    }

    private static Map<Metadata, Function<ConsumerEngine, Double>> gauges() {
        return Map.of(
                WAITING,
                engine -> engine.journalStatus().waiting().toMillis() / 1000.0,
                STOPPED,
                engine ->
                        (double)
                                engine.status().stream()
                                        .filter(consumer -> !consumer.running())
                                        .count());
    }

    private double read(Function<ConsumerEngine, Double> value) {
        return running.get().map(value).orElse(0.0);
    }
}
