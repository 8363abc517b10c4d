package io.annals.es.opentelemetry;

import io.opentelemetry.context.Context;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import jakarta.enterprise.inject.Vetoed;
import java.util.Map;

/**
 * Takes OpenTelemetry's context, with the span in it, along to the tasks that are given to managed
 * executors; the context type is {@code io.annals.opentelemetry}.
 *
 * <p>Thread-safe.
 */
@Vetoed // the container's executors make it
public final class ContextOfThread implements ThreadContextProvider {

    /** For the container. */
    public ContextOfThread() {}

    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        return snapshot(Context.current());
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(Context.root());
    }

    @Override
    public String getThreadContextType() {
        return "io.annals.opentelemetry";
    }

    @SuppressWarnings("MustBeClosedChecker") // the container does, when the task has ended
    private static ThreadContextSnapshot snapshot(Context context) {
        return () -> context.makeCurrent()::close;
    }
}
