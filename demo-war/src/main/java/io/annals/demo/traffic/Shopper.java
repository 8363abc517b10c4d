package io.annals.demo.traffic;

import io.annals.demo.cart.Cart;
import io.annals.demo.cart.CartEvent;
import io.annals.demo.catalogue.Product;
import io.annals.es.aggregate.AggregateRepository;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A customer who takes a cart, puts articles in, thinks better of some, and buys or goes away: one
 * command after the other. For one thread.
 */
final class Shopper {

    private static final List<String> NAMES =
            List.of("Ada", "Ben", "Chloe", "Deniz", "Emil", "Fatima", "Goran", "Hanna", "Ines");
    private static final int MOST_ARTICLES = 5;
    private static final double REGRETS = 0.15;
    private static final double BUYS = 0.6;

    private final Random random;
    private final AggregateRepository<Cart> carts;
    private final String id = UUID.randomUUID().toString();
    private boolean opened;
    private int wanted;

    Shopper(Random random, AggregateRepository<Cart> carts) {
        this.random = random;
        this.carts = carts;
        this.wanted = 1 + random.nextInt(MOST_ARTICLES);
    }

    /** Gives the next command; whether there is another one after it. */
    boolean goesOn() {
        if (!opened) {
            carts.create(id, new CartEvent.Opened(NAMES.get(random.nextInt(NAMES.size()))));
            opened = true;
            return true;
        }
        if (wanted > 0) {
            wanted--;
            carts.update(id, this::choose);
            return wanted > 0 || random.nextDouble() < BUYS;
        }
        carts.update(id, cart -> cart.lines().isEmpty() ? List.of() : cart.checkOut());
        return false;
    }

    private List<CartEvent> choose(Cart cart) {
        if (!cart.lines().isEmpty() && random.nextDouble() < REGRETS) {
            return cart.remove(cart.lines().get(0).sku());
        }
        // The first articles of the catalogue are asked for more often than the last.
        int choice = Math.min(random.nextInt(size()), random.nextInt(size()));
        Product product = Product.ALL.get(choice);
        return cart.add(product.sku(), 1 + random.nextInt(3), product.cents());
    }

    private static int size() {
        return Product.ALL.size();
    }
}
