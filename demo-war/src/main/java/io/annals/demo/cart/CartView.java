package io.annals.demo.cart;

import io.annals.es.aggregate.Versioned;
import java.util.List;

/**
 * A cart as the API shows it.
 *
 * @param status {@code open} or {@code checked-out}
 */
public record CartView(
        String id,
        String customer,
        List<Cart.Line> lines,
        long totalCents,
        String status,
        long version) {

    static CartView of(Versioned<Cart> versioned) {
        Cart cart = versioned.state();
        return new CartView(
                versioned.id(),
                cart.customer(),
                cart.lines(),
                cart.totalCents(),
                cart.checkedOut() ? "checked-out" : "open",
                versioned.version());
    }
}
