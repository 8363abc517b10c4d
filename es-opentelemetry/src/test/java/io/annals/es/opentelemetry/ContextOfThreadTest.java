package io.annals.es.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ContextOfThreadTest {

    private static final ContextKey<String> KEY = ContextKey.named("key");

    private final ThreadContextProvider provider =
            ServiceLoader.load(ThreadContextProvider.class).findFirst().orElseThrow();

    @Test
    void a_task_has_the_context_in_which_it_was_given_away_and_leaves_its_thread_as_it_was() {
        ThreadContextSnapshot snapshot;
        try (Scope scope = Context.root().with(KEY, "one").makeCurrent()) {
            snapshot = provider.currentContext(Map.of());
        }
        Context other = Context.root().with(KEY, "other");
        try (Scope scope = other.makeCurrent()) {
            ThreadContextRestorer restorer = snapshot.begin();
            assertEquals("one", Context.current().get(KEY));
            restorer.endContext();
            assertSame(other, Context.current());
        }
    }

    @Test
    void a_task_has_none_where_the_executor_clears_it() {
        try (Scope scope = Context.root().with(KEY, "one").makeCurrent()) {
            ThreadContextRestorer restorer = provider.clearedContext(Map.of()).begin();
            assertSame(Context.root(), Context.current());
            restorer.endContext();
            assertEquals("one", Context.current().get(KEY));
        }
    }
}
