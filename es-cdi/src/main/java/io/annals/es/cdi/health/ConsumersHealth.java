package io.annals.es.cdi.health;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerLag;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The readiness check {@code es-consumers}, of those consumers that have no {@link ConsumerHealth}
 * of their own, since they became known only when the application had started; down while one of
 * these would be.
 *
 * <p>Thread-safe. Asks no database: it tells what the node has found out last.
 */
@Readiness
@ApplicationScoped
public class ConsumersHealth implements HealthCheck {

    @Inject RunningEngine running;
    @Inject @Readiness Instance<ConsumerHealth> others;

    private Set<String> checked = Set.of();

    /** Asks for the other checks once: each time makes other ones that live as long as this. */
    @PostConstruct
    void find() {
        checked = others.stream().map(ConsumerHealth::consumer).collect(toUnmodifiableSet());
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("es-consumers");
        List<ConsumerLag> lags =
                ConsumerHealth.lags(running).stream()
                        .filter(lag -> !checked.contains(lag.name()))
                        .toList();
        answer.status(
                running.limits()
                        .filter(
                                limits ->
                                        lags.stream()
                                                .allMatch(
                                                        lag -> ConsumerHealth.isReady(lag, limits)))
                        .isPresent());
        lags.forEach(lag -> answer.withData(ConsumerHealth.PREFIX + lag.name(), describe(lag)));
        return answer.build();
    }

    private static String describe(ConsumerLag lag) {
        return "%s%d positions behind%s"
                .formatted(
                        lag.paused() ? "paused, " : "",
                        lag.positions(),
                        lag.unmoved().toSeconds() == 0
                                ? ""
                                : ", not moved for %d s".formatted(lag.unmoved().toSeconds()));
    }
}
