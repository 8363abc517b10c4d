package io.annals.server.evolving.after;

import io.annals.es.EventType;

/** Tea was poured, for so many cents. */
@EventType(value = "tea-poured", revision = 2)
public record Poured(long cents) {}
