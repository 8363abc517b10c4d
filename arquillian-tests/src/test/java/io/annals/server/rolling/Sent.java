package io.annals.server.rolling;

import io.annals.es.EventType;

/** A parcel was sent; both releases know that. */
@EventType("parcel-sent")
public record Sent(String to) {}
