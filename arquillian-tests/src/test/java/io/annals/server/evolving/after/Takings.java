package io.annals.server.evolving.after;

import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** What all guests have paid. */
@ApplicationScoped
@Projection(name = "takings")
public class Takings {

    private final AtomicLong cents = new AtomicLong();

    @EventHandler
    void on(Poured event) {
        cents.addAndGet(event.cents());
    }

    long cents() {
        return cents.get();
    }
}
