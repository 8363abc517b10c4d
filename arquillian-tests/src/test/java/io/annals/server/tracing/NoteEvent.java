package io.annals.server.tracing;

import io.annals.es.EventType;

/** What happens to a note. */
public sealed interface NoteEvent {

    /** Somebody has noted something. */
    @EventType("noted")
    record Noted(String text) implements NoteEvent {}

    /** Somebody has read it. */
    @EventType("note-read")
    record Read() implements NoteEvent {}

    /** It is a copy of another. */
    @EventType("note-copied")
    record Copied() implements NoteEvent {}
}
