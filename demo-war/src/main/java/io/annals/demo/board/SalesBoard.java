package io.annals.demo.board;

import io.annals.demo.cart.CartEvent.CheckedOut;
import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.ItemRemoved;
import io.annals.es.EventEnvelope;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/**
 * Follows the journal and keeps what the board plots.
 *
 * <p>Its consumer must stay at one segment: a minute has one row for all streams.
 */
@ApplicationScoped
@Projection(name = "sales-board", categories = "cart")
public class SalesBoard {

    @PersistenceContext EntityManager view;

    @EventHandler
    void on(ItemAdded event, EventEnvelope<?> envelope) {
        touch(envelope);
    }

    @EventHandler
    void on(ItemRemoved event, EventEnvelope<?> envelope) {
        touch(envelope);
    }

    @EventHandler
    void on(CheckedOut event, EventEnvelope<?> envelope) {
        StandingCart cart = view.find(StandingCart.class, envelope.stream().id());
        if (cart != null) {
            view.remove(cart);
        }
        long minute = envelope.time().getEpochSecond() / 60;
        SoldMinute sold = view.find(SoldMinute.class, minute);
        if (sold == null) {
            sold = new SoldMinute(minute);
            view.persist(sold);
        }
        sold.add(event.cents());
    }

    @OnReset
    void empty() {
        for (String row : List.of("SoldMinute", "StandingCart")) {
            view.createQuery("delete from " + row).executeUpdate();
        }
    }

    private void touch(EventEnvelope<?> envelope) {
        String id = envelope.stream().id();
        StandingCart cart = view.find(StandingCart.class, id);
        if (cart == null) {
            cart = new StandingCart(id);
            view.persist(cart);
        }
        cart.touch(envelope.time());
    }
}
