package io.annals.es.cdi.health;

import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerEngine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * The liveness check {@code es-journal-live}: down where a thread has ended that the journal cannot
 * do without, which only a restart mends. A database that is away, or a consumer that has stopped,
 * is no reason.
 *
 * <p>Thread-safe. Asks no database.
 */
@Liveness
@ApplicationScoped
public class JournalLiveness implements HealthCheck {

    @Inject RunningEngine running;

    @Override
    public HealthCheckResponse call() {
        List<String> dead = running.get().map(ConsumerEngine::deadThreads).orElse(List.of());
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("es-journal-live").status(dead.isEmpty());
        if (!dead.isEmpty()) {
            answer.withData("endedThreads", String.join(", ", dead));
        }
        return answer.build();
    }
}
