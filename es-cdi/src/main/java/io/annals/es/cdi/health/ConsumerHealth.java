package io.annals.es.cdi.health;

import io.annals.es.cdi.HealthLimits;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerLag;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * The readiness check {@code es-consumer-<name>} of a consumer: down while it is further behind
 * than {@code es.health.max-lag} and has not moved for {@code es.health.patience}, on whichever
 * node it runs; but not where somebody has paused it. One that is far behind and moves is a reason
 * to wait, and not to restart.
 *
 * <p>Thread-safe. Asks no database: it tells what the node has found out last.
 */
@Vetoed // HealthDiscovery makes the beans
public final class ConsumerHealth implements HealthCheck {

    static final String PREFIX = "es-consumer-";

    private final String name;
    private final RunningEngine running;

    ConsumerHealth(String name, RunningEngine running) {
        this.name = name;
        this.running = running;
    }

    /** The consumer's name. */
    String consumer() {
        return name;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<ConsumerLag> known =
                lags(running).stream().filter(lag -> lag.name().equals(name)).findFirst();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named(PREFIX + name)
                        .status(
                                running.limits()
                                        .filter(
                                                limits ->
                                                        known.stream()
                                                                .allMatch(
                                                                        lag ->
                                                                                isReady(
                                                                                        lag,
                                                                                        limits)))
                                        .isPresent());
        known.ifPresent(
                lag ->
                        answer.withData("positionsBehind", lag.positions())
                                .withData("unmovedSeconds", lag.unmoved().toSeconds())
                                .withData("paused", lag.paused()));
        return answer.build();
    }

    /** How far the consumers of this node are behind, as far as is known. */
    static List<ConsumerLag> lags(RunningEngine running) {
        return running.get().map(ConsumerEngine::lags).orElse(List.of());
    }

    static boolean isReady(ConsumerLag lag, HealthLimits limits) {
        return lag.paused() || !limits.isTooFarBehind(lag.positions(), lag.unmoved());
    }
}
