package io.annals.es.cdi;

import io.annals.es.EventSourcingException;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Consumers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
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
    private volatile @Nullable Consumers consumers;
    private volatile @Nullable HealthLimits limits;

    /** The engine; empty before the application has started and while it stops. */
    public Optional<ConsumerEngine> get() {
        return Optional.ofNullable(engine);
    }

    /**
     * The consumers of the journal, for applications to inject.
     *
     * @throws EventSourcingException before the application has started
     */
    @Produces
    @ApplicationScoped
    Consumers consumers() {
        return Optional.ofNullable(consumers)
                .orElseThrow(
                        () ->
                                new EventSourcingException(
                                        "There are no consumers yet: they are started with the application. Ask when it has started"));
    }

    /** Says which engine runs, and what applications see of its consumers and others. */
    public void is(ConsumerEngine engine, Consumers consumers) {
        this.consumers = consumers;
        this.engine = engine;
    }

    /**
     * Says that all its consumers have been started.
     *
     * @param limits until when the node counts as ready
     */
    public void isComplete(HealthLimits limits) {
        this.limits = limits;
    }

    /** Until when the node counts as ready; empty before all consumers have been started. */
    public Optional<HealthLimits> limits() {
        return Optional.ofNullable(limits);
    }

    /** Says that none runs any more. */
    public void isOver() {
        engine = null;
        limits = null;
        consumers = null;
    }
}
