package io.annals.server.aside;

import io.annals.demo.cart.CartEvent;
import io.annals.es.EventEnvelope;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Notes each event of a cart once, but for those whose quantity is 13, until it is told better. */
@ApplicationScoped
@Projection(name = "picky", categories = "cart")
public class Picky {

    private static final int UNLUCKY = 13;

    @PersistenceContext EntityManager view;

    private volatile boolean content;

    /** Handles every quantity from now on. */
    public void calmDown() {
        content = true;
    }

    @EventHandler
    void on(EventEnvelope<CartEvent> event) {
        view.createNativeQuery("INSERT INTO picky (stream, version) VALUES (?1, ?2)")
                .setParameter(1, event.stream().id())
                .setParameter(2, event.version())
                .executeUpdate();
        if (!content
                && event.event() instanceof CartEvent.ItemAdded added
                && added.quantity() == UNLUCKY) {
            throw new IllegalStateException("unlucky");
        }
    }
}
