package io.annals.server.tracing;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;

/** A note. */
@Aggregate(value = "note", events = NoteEvent.class)
public record Note(boolean read) {

    @Apply
    static Note on(NoteEvent.Noted noted) {
        return new Note(false);
    }

    @Apply
    static Note on(NoteEvent.Copied copied) {
        return new Note(false);
    }

    @Apply
    Note on(NoteEvent.Read read) {
        return new Note(true);
    }
}
