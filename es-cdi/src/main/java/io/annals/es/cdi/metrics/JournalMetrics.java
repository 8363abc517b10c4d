package io.annals.es.cdi.metrics;

import io.annals.es.cdi.StartedConsumers;
import io.annals.es.metrics.AppendListener;
import io.annals.es.metrics.Meters;
import io.annals.es.metrics.Metric;
import io.annals.es.metrics.Metric.Kind;
import io.annals.es.metrics.Reading;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Registers each {@link Metric} with MicroProfile Metrics: the durations of appends as a timer,
 * their conflicts as a counter, and all that is read as gauges, since it has no other metric that
 * is asked for its value.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class JournalMetrics {

    private static final String CONSUMER = "consumer";

    @Inject Meters meters;
    @Inject Instance<MetricRegistry> registry;

    private @Nullable AppendListener listener;

    void register(@Observes Startup event) {
        if (registry.isResolvable()) {
            MetricRegistry metrics = registry.get();
            Appends appends =
                    new Appends(
                            metrics.timer(metadata(Metric.APPEND_DURATION)),
                            metrics.counter(metadata(Metric.APPEND_CONFLICTS)));
            meters.listen(appends);
            listener = appends;
            Stream.of(Metric.values())
                    .filter(metric -> metric != Metric.APPEND_CONFLICTS)
                    .filter(metric -> metric.kind() == Kind.GAUGE || metric.kind() == Kind.COUNTER)
                    .forEach(
                            metric ->
                                    metrics.gauge(
                                            metadata(metric),
                                            () -> read(metric, Optional.empty())));
        }
    }

    void register(@Observes StartedConsumers consumers) {
        if (registry.isResolvable()) {
            Stream.of(Metric.values())
                    .filter(metric -> metric.kind() == Kind.GAUGE_BY_CONSUMER)
                    .forEach(metric -> consumers.names().forEach(name -> register(metric, name)));
        }
    }

    private void register(Metric metric, String consumer) {
        registry.get()
                .gauge(
                        metadata(metric),
                        () -> read(metric, Optional.of(consumer)),
                        new Tag(CONSUMER, consumer));
    }

    /** Else the registry would keep the application's classes. */
    @PreDestroy
    void remove() {
        if (listener != null) {
            meters.forget(listener);
        }
        if (registry.isResolvable()) {
            Stream.of(Metric.values()).forEach(metric -> registry.get().remove(metric.id()));
        }
    }

    /** What nobody knows is no number: not 0, as if all were well. */
    private double read(Metric metric, Optional<String> consumer) {
        return meters.read(metric).stream()
                .filter(reading -> reading.consumer().equals(consumer))
                .mapToDouble(Reading::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static Metadata metadata(Metric metric) {
        return Metadata.builder()
                .withName(metric.id())
                .withDescription(metric.description())
                .withUnit(unit(metric))
                .build();
    }

    /** Timers count in nanoseconds, of which servers make seconds. */
    private static String unit(Metric metric) {
        if (metric.kind() == Kind.HISTOGRAM) {
            return MetricUnits.NANOSECONDS;
        }
        return metric.unit().equals(Metric.SECONDS) ? MetricUnits.SECONDS : MetricUnits.NONE;
    }

    private record Appends(Timer durations, Counter conflicts) implements AppendListener {

        @Override
        public void stored(long nanos) {
            durations.update(Duration.ofNanos(nanos));
        }

        @Override
        public void conflicted() {
            conflicts.inc();
        }
    }
}
