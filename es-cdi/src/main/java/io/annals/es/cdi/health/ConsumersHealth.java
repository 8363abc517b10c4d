package io.annals.es.cdi.health;

import io.annals.es.cdi.HealthLimits;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerLag;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The readiness check {@code es-consumers}, which tells of each consumer as {@code
 * es-consumer-<name>}: down while one of them is further behind than {@code es.health.max-lag} and
 * has not moved for {@code es.health.patience}, on whichever node it runs; but not where somebody
 * has paused it. One that is far behind and moves is a reason to wait, and not to restart.
 *
 * <p>Thread-safe. Asks no database: it tells what the node has found out last.
 */
@Readiness
@ApplicationScoped
public class ConsumersHealth implements HealthCheck {

    @Inject RunningEngine running;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("es-consumers");
        List<ConsumerLag> lags = running.get().map(ConsumerEngine::lags).orElse(List.of());
        answer.status(
                running.limits()
                        .filter(limits -> lags.stream().allMatch(lag -> isReady(lag, limits)))
                        .isPresent());
        lags.forEach(lag -> answer.withData("es-consumer-" + lag.name(), describe(lag)));
        return answer.build();
    }

    static boolean isReady(ConsumerLag lag, HealthLimits limits) {
        return lag.paused() || !limits.isTooFarBehind(lag.positions(), lag.unmoved());
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
