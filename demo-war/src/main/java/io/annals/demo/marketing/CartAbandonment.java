package io.annals.demo.marketing;

import io.annals.demo.cart.CartEvent;
import io.annals.demo.cart.CartEvent.CheckedOut;
import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.ItemRemoved;
import io.annals.demo.cart.CartEvent.Opened;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A cart as marketing sees it: what the customer wanted once, even if it was taken out again, and
 * whether it came to a sale. It folds the same streams as {@code Cart} and decides nothing.
 * Immutable.
 */
@Aggregate(value = "cart", events = CartEvent.class, ignores = ItemRemoved.class)
public record CartAbandonment(String customer, SortedSet<String> wanted, boolean bought) {

    /** Copies the set. */
    public CartAbandonment {
        wanted = Collections.unmodifiableSortedSet(new TreeSet<>(wanted));
    }

    @Apply
    static CartAbandonment on(Opened event) {
        return new CartAbandonment(event.customer(), Collections.emptySortedSet(), false);
    }

    @Apply
    CartAbandonment on(ItemAdded event) {
        SortedSet<String> more = new TreeSet<>(wanted);
        more.add(event.sku());
        return new CartAbandonment(customer, more, bought);
    }

    @Apply
    CartAbandonment on(CheckedOut event) {
        return new CartAbandonment(customer, wanted, true);
    }

    /** Whether the customer wanted something and did not buy. */
    public boolean abandoned() {
        return !bought && !wanted.isEmpty();
    }
}
