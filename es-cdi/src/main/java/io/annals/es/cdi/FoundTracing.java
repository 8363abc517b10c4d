package io.annals.es.cdi;

import io.annals.es.spi.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Whom the journal tells what it does: the application's bean, or nobody where there is none.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class FoundTracing {

    @Inject Instance<Tracing> tracing;

    private volatile @Nullable Tracing found;

    /** The one that is there, without a proxy of ours. */
    public Tracing get() {
        Tracing present = found;
        if (present == null) {
            present = tracing.isUnsatisfied() ? Tracing.NONE : tracing.get();
            found = present;
        }
        return present;
    }
}
