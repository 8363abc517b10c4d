package io.annals.es.cdi.health;

import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerEngine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * The start-up check {@code es-journal}: down until this node knows how far the journal can be
 * read, and all its consumers have begun, or wait for other nodes that run them.
 *
 * <p>Thread-safe. Asks no database.
 */
@Startup
@ApplicationScoped
public class JournalStartup implements HealthCheck {

    @Inject RunningEngine running;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("es-journal")
                .status(
                        running.limits().isPresent()
                                && running.get().filter(ConsumerEngine::hasBegun).isPresent())
                .build();
    }
}
