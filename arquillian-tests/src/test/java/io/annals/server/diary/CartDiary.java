package io.annals.server.diary;

import io.annals.demo.cart.CartEvent;
import io.annals.es.EventEnvelope;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Notes each event of a cart, and the process in which it was handled. */
@ApplicationScoped
@Projection(name = "diary", categories = "cart")
public class CartDiary {

    @PersistenceContext EntityManager view;

    @EventHandler
    void on(EventEnvelope<CartEvent> event) {
        view.createNativeQuery("INSERT INTO diary (stream, version, pid) VALUES (?1, ?2, ?3)")
                .setParameter(1, event.stream().id())
                .setParameter(2, event.version())
                .setParameter(3, ProcessHandle.current().pid())
                .executeUpdate();
    }
}
