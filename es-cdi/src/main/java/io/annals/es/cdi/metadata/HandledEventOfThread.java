package io.annals.es.cdi.metadata;

import io.annals.es.EventEnvelope;
import io.annals.es.journal.HandledEvent;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import jakarta.enterprise.inject.Vetoed;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the event that is being handled along to the tasks that its handler gives to managed
 * executors, so that what they append names it as its cause; the context type is {@code
 * io.annals.handled-event}.
 *
 * <p>Thread-safe.
 */
@Vetoed // the container's executors make it
public final class HandledEventOfThread implements ThreadContextProvider {

    /** For the container. */
    public HandledEventOfThread() {}

    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        return snapshot(HandledEvent.current());
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(Optional.empty());
    }

    @Override
    public String getThreadContextType() {
        return "io.annals.handled-event";
    }

    private static ThreadContextSnapshot snapshot(Optional<EventEnvelope<?>> event) {
        return () -> HandledEvent.begin(event)::run;
    }
}
