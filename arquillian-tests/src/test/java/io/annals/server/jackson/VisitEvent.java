package io.annals.server.jackson;

import io.annals.es.EventType;
import java.time.Instant;
import java.util.Optional;

/** What happens to a visit. */
public sealed interface VisitEvent {

    /** Somebody came, and may have said why. */
    @EventType("visitor-came")
    record Came(Instant at, Optional<String> reason) implements VisitEvent {}
}
