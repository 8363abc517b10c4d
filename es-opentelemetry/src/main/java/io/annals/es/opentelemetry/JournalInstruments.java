package io.annals.es.opentelemetry;

import static jakarta.interceptor.Interceptor.Priority.LIBRARY_AFTER;

import io.annals.es.metrics.Meters;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Has OpenTelemetry told of the journal's metrics while the application runs: by the {@link
 * OpenTelemetry} bean, or else by the global one.
 */
@ApplicationScoped
class JournalInstruments {

    @Inject Instance<OpenTelemetry> telemetry;
    @Inject Instance<Meters> meters;

    private @Nullable Instruments instruments;

    /** Late, so that an application may set the global one at its start. */
    synchronized void begin(@Observes @Priority(LIBRARY_AFTER) Startup event) {
        if (meters.isResolvable()) {
            OpenTelemetry told =
                    telemetry.isUnsatisfied() ? GlobalOpenTelemetry.get() : telemetry.get();
            instruments = new Instruments(told.getMeter("io.annals"), meters.get());
        }
    }

    synchronized void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event)
            throws Exception {
        if (instruments != null) {
            instruments.close();
            instruments = null;
        }
    }
}
