package io.annals.demo.kpi;

import io.annals.demo.cart.Cart;
import io.annals.demo.cart.CartEvent;
import io.annals.es.EventEnvelope;
import io.annals.es.aggregate.AggregateRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Follows the journal and keeps the key figures. Each event is counted in the transaction that
 * moves the channel's checkpoint, so that none is counted twice or not at all.
 *
 * <p>Its consumer must stay at one segment: there is one row for all streams, with the position up
 * to which it counts.
 */
@ApplicationScoped
public class KpiView {

    /** The channel, and so the name of the consumer. */
    static final String CHANNEL = "shop-events";

    @PersistenceContext EntityManager view;
    @Inject AggregateRepository<Cart> carts;

    /** Counts one event. */
    @Incoming(CHANNEL)
    @Transactional
    public void on(EventEnvelope<CartEvent> envelope) {
        ShopTotals totals = view.find(ShopTotals.class, ShopTotals.ONLY);
        if (totals == null) {
            totals = new ShopTotals();
            view.persist(totals);
        }
        totals.count(envelope);
        if (envelope.event() instanceof CartEvent.CheckedOut) {
            carts.loadAt(envelope.stream().id(), envelope.version())
                    .state()
                    .lines()
                    .forEach(line -> sold(line.sku()).add(line.quantity()));
        }
    }

    private SkuSold sold(String sku) {
        SkuSold sold = view.find(SkuSold.class, sku);
        if (sold == null) {
            sold = new SkuSold(sku);
            view.persist(sold);
        }
        return sold;
    }
}
