package io.annals.bench.compare.shop;

import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a cart, which decides on commands.
 *
 * @param items how many pieces
 * @param cents what they cost together
 */
@Aggregate(value = "cart", events = CartEvent.class)
public record Cart(String customer, long items, long cents, boolean closed) {

    @Apply
    static Cart on(Opened event) {
        return new Cart(event.customer(), 0, 0, false);
    }

    @Apply
    Cart on(ItemAdded event) {
        return new Cart(
                customer,
                items + event.quantity(),
                cents + event.quantity() * event.cents(),
                closed);
    }

    @Apply
    Cart on(CheckedOut event) {
        return new Cart(customer, items, cents, true);
    }

    /**
     * The state after one more event, for those who have no way of their own to say it.
     *
     * @param before null if the event is the first
     */
    public static Cart after(@Nullable Cart before, CartEvent event) {
        if (event instanceof Opened opened) {
            return on(opened);
        }
        if (before == null) {
            throw new IllegalStateException("A cart begins otherwise than by being opened");
        }
        return event instanceof ItemAdded added ? before.on(added) : before.on((CheckedOut) event);
    }

    /** Decides to put goods into the cart. */
    public List<CartEvent> add(ItemAdded item) {
        if (closed) {
            throw new IllegalStateException("The cart is closed");
        }
        return List.of(item);
    }
}
