package io.annals.es.cdi.health;

import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerStatus;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;

/**
 * The journal's metrics: {@code es.positions.waiting}, for how many seconds readers have been
 * waiting at one position; {@code es.consumers.stopped}, how many consumers of this node do not
 * run, as they have stopped at an event, are refused or have not begun; {@code es.dead.letters},
 * how many events the consumers that run on this node have set aside, and {@code
 * es.dead.letters.dismissed}, how many of those they have left out since it was started; {@code
 * es.events.skipped}, by which the engine checks itself: how many events they have read and passed
 * without any of that, which is always 0.
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
                    .withDescription(
                            "How many consumers of this node do not run: stopped at an event, refused, or not begun")
                    .withUnit(MetricUnits.NONE)
                    .build();
    private static final Metadata DEAD_LETTERS =
            Metadata.builder()
                    .withName("es.dead.letters")
                    .withDescription("How many events are set aside by consumers of this node")
                    .withUnit(MetricUnits.NONE)
                    .build();
    private static final Metadata DISMISSED =
            Metadata.builder()
                    .withName("es.dead.letters.dismissed")
                    .withDescription("How many of them were left out because somebody said so")
                    .withUnit(MetricUnits.NONE)
                    .build();
    private static final Metadata SKIPPED =
            Metadata.builder()
                    .withName("es.events.skipped")
                    .withDescription("How many events were passed for no reason: always 0")
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
                                        .count(),
                DEAD_LETTERS,
                engine -> sum(engine, ConsumerStatus::deadLetters),
                DISMISSED,
                engine -> sum(engine, ConsumerStatus::dismissed),
                SKIPPED,
                engine -> sum(engine, ConsumerStatus::skipped));
    }

    private static double sum(ConsumerEngine engine, ToLongFunction<ConsumerStatus> count) {
        return engine.status().stream().mapToLong(count).sum();
    }

    private double read(Function<ConsumerEngine, Double> value) {
        return running.get().map(value).orElse(0.0);
    }
}
