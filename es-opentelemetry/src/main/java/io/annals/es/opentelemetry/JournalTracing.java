package io.annals.es.opentelemetry;

import io.annals.es.spi.Tracing;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Makes the bean that the journal tells what it does: by the {@link OpenTelemetry} bean, as
 * MicroProfile Telemetry has one, or else by the global one, as an agent sets it.
 */
@ApplicationScoped
class JournalTracing {

    @Inject Instance<OpenTelemetry> telemetry;

    @Produces
    @Singleton
    Tracing tracing() {
        return new OpenTelemetryTracing(
                telemetry.isUnsatisfied() ? GlobalOpenTelemetry.get() : telemetry.get(),
                ConsumerSpans.current());
    }
}
