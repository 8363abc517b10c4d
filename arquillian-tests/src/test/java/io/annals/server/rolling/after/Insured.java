package io.annals.server.rolling.after;

import io.annals.es.EventType;

/** A parcel was insured. */
@EventType("parcel-insured")
public record Insured(long cents) {}
