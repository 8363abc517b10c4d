package io.annals.es.cdi;

import io.annals.es.spi.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Whom the journal tells what it does: the application's bean, or nobody where there is none.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class FoundTracing {

    @Inject Instance<Tracing> tracing;

    /** The one that is there, without a proxy of ours. */
    public Tracing get() {
        return tracing.isUnsatisfied() ? Tracing.NONE : tracing.get();
    }
}
