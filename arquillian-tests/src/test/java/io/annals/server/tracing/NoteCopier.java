package io.annals.server.tracing;

import io.annals.es.EventEnvelope;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;

/** Has every note copied on other threads, by executors that take different contexts along. */
@ApplicationScoped
@Projection(name = "note-copier")
@ContextServiceDefinition(
        name = "java:app/concurrent/CausesAndSpans",
        propagated = {
            ContextServiceDefinition.APPLICATION,
            "io.annals.handled-event",
            "io.annals.opentelemetry"
        },
        cleared = ContextServiceDefinition.ALL_REMAINING)
@ManagedExecutorDefinition(
        name = "java:app/concurrent/Consequences",
        context = "java:app/concurrent/CausesAndSpans")
// example:begin executor
@ContextServiceDefinition(
        name = "java:app/concurrent/NoCausesAndSpans",
        propagated = ContextServiceDefinition.APPLICATION,
        cleared = ContextServiceDefinition.ALL_REMAINING)
@ManagedExecutorDefinition(
        name = "java:app/concurrent/Others",
        context = "java:app/concurrent/NoCausesAndSpans")
// example:end
public class NoteCopier {

    @Inject AggregateRepository<Note> notes;
    @Resource ManagedExecutorService usual;
    @Resource ManagedScheduledExecutorService scheduled;

    @Resource(lookup = "java:app/concurrent/Consequences")
    ManagedExecutorService consequences;

    @Resource(lookup = "java:app/concurrent/Others")
    ManagedExecutorService others;

    @EventHandler
    void on(NoteEvent.Noted noted, EventEnvelope<?> event) {
        copy(event, "usual", usual);
        copy(event, "scheduled", scheduled);
        copy(event, "consequence", consequences);
        copy(event, "other", others);
    }

    private void copy(EventEnvelope<?> event, String copy, Executor executor) {
        executor.execute(
                () -> notes.create(event.stream().id() + "-" + copy, new NoteEvent.Copied()));
    }
}
