package io.annals.demo.kpi;

import io.annals.demo.cart.CartEvent;
import io.annals.es.EventEnvelope;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The one row of the shop's sums, and the position up to which it and the other view rows count.
 */
@Entity
@Table(name = "kpi_totals")
public class ShopTotals {

    static final int ONLY = 1;

    @Id private int id = ONLY;
    private long position;
    private long carts;
    private long checkouts;
    private long revenueCents;

    /** Nothing counted yet. */
    public ShopTotals() {}

    void count(EventEnvelope<CartEvent> envelope) {
        position = envelope.position();
        if (envelope.event() instanceof CartEvent.Opened) {
            carts++;
        } else if (envelope.event() instanceof CartEvent.CheckedOut checkedOut) {
            checkouts++;
            revenueCents = Math.addExact(revenueCents, checkedOut.cents());
        }
    }

    long position() {
        return position;
    }

    long carts() {
        return carts;
    }

    long checkouts() {
        return checkouts;
    }

    long revenueCents() {
        return revenueCents;
    }
}
