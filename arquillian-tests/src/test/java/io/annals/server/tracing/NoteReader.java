package io.annals.server.tracing;

import io.annals.es.EventEnvelope;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Reads every note, and appends that it has. */
@ApplicationScoped
@Projection(name = "note-reader")
public class NoteReader {

    @Inject AggregateRepository<Note> notes;

    @EventHandler
    void on(NoteEvent.Noted noted, EventEnvelope<?> event) {
        notes.update(event.stream().id(), note -> List.of(new NoteEvent.Read()));
    }
}
