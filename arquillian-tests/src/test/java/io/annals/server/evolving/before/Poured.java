package io.annals.server.evolving.before;

import io.annals.es.EventType;

/** Tea was poured, for so many euros. */
@EventType("tea-poured")
public record Poured(int euros) {}
