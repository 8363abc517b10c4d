package io.annals.server.jackson;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import io.annals.server.jackson.VisitEvent.Came;

/** A visit, as its only event. */
@Aggregate(value = "visit", events = VisitEvent.class)
public record Visit(Came came) {

    @Apply
    static Visit on(Came came) {
        return new Visit(came);
    }
}
