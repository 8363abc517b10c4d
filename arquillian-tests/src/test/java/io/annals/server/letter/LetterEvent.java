package io.annals.server.letter;

import io.annals.es.EventType;

/** What happens to a letter and is stored as JSON. */
public sealed interface LetterEvent {

    /** Somebody wrote it. */
    @EventType("letter-written")
    record Written(String by) implements LetterEvent {}
}
