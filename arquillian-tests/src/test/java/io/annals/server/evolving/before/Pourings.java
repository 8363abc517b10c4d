package io.annals.server.evolving.before;

import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the event known. */
@ApplicationScoped
@Projection(name = "pourings", categories = "tea")
public class Pourings {

    @EventHandler
    void on(Poured event) {}
}
