package io.annals.es.cdi;

import io.annals.es.consumer.ConsumerEngine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine that drives this application's consumers, while it runs.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class RunningEngine {

    private volatile @Nullable ConsumerEngine engine;

    /** The engine; empty before the application has started and while it stops. */
    public Optional<ConsumerEngine> get() {
        return Optional.ofNullable(engine);
    }

    /** Says which engine runs; null for none. */
    public void is(@Nullable ConsumerEngine engine) {
        this.engine = engine;
    }
}
