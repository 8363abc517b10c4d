package io.annals.demo.cart;

import io.annals.demo.cart.CartEvent.CheckedOut;
import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.ItemRemoved;
import io.annals.demo.cart.CartEvent.Opened;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import io.annals.es.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A shopping cart as the shop decides with it. Immutable: events make a new cart, decisions make
 * events.
 *
 * @param customer who shops
 * @param lines what is in it, in the order in which it was first put in; one line for each article
 *     and price
 * @param checkedOut whether it was bought, after which nothing can change any more
 */
@Snapshot(every = 100)
@Aggregate(value = "cart", events = CartEvent.class)
public record Cart(String customer, List<Line> lines, boolean checkedOut) {

    /**
     * The most that a cart, or one piece in it, may cost; so no sum in the shop comes near an
     * overflow.
     */
    static final long MAX_CENTS = 100_000_000_000L;

    /** The most lines in a cart. */
    static final int MAX_LINES = 100;

    /** The most pieces in one line. */
    static final int MAX_QUANTITY = 1_000_000;

    /**
     * So many pieces of one article at one price.
     *
     * @param cents the price of one piece
     */
    public record Line(String sku, int quantity, long cents) {

        long totalCents() {
            return Math.multiplyExact(quantity, cents);
        }
    }

    /** Copies the lines. */
    public Cart {
        lines = List.copyOf(lines);
    }

    @Apply
    static Cart on(Opened event) {
        return new Cart(event.customer(), List.of(), false);
    }

    @Apply
    Cart on(ItemAdded event) {
        List<Line> after = new ArrayList<>(lines);
        for (int i = 0; i < after.size(); i++) {
            Line line = after.get(i);
            if (line.sku().equals(event.sku()) && line.cents() == event.cents()) {
                int quantity = Math.addExact(line.quantity(), event.quantity());
                after.set(i, new Line(line.sku(), quantity, line.cents()));
                return new Cart(customer, after, checkedOut);
            }
        }
        after.add(new Line(event.sku(), event.quantity(), event.cents()));
        return new Cart(customer, after, checkedOut);
    }

    @Apply
    Cart on(ItemRemoved event) {
        return new Cart(
                customer,
                lines.stream().filter(line -> !line.sku().equals(event.sku())).toList(),
                checkedOut);
    }

    @Apply
    Cart on(CheckedOut event) {
        return new Cart(customer, lines, true);
    }

    /**
     * Puts pieces of an article in.
     *
     * @throws CommandRejectedException if the cart was bought already or would become too big
     */
    public List<CartEvent> add(String sku, int quantity, long cents) {
        requireOpen("add an item to");
        ItemAdded added = new ItemAdded(sku, quantity, cents);
        if (on(added).isTooBig()) {
            throw new CommandRejectedException(
                    "Could not add the item: a cart has at most %d lines, a line holds at most %d pieces, and a cart costs at most %d cents"
                            .formatted(MAX_LINES, MAX_QUANTITY, MAX_CENTS));
        }
        return List.of(added);
    }

    /**
     * Takes all pieces of an article out.
     *
     * @throws CommandRejectedException if the cart was bought already
     * @throws ItemNotInCartException if there is no such article in it
     */
    public List<CartEvent> remove(String sku) {
        requireOpen("remove an item from");
        if (lines.stream().noneMatch(line -> line.sku().equals(sku))) {
            throw new ItemNotInCartException();
        }
        return List.of(new ItemRemoved(sku));
    }

    /**
     * Buys what is in the cart.
     *
     * @throws CommandRejectedException if the cart was bought already or is empty
     */
    public List<CartEvent> checkOut() {
        requireOpen("check out");
        if (lines.isEmpty()) {
            throw new CommandRejectedException("Could not check out the cart: it is empty");
        }
        return List.of(new CheckedOut(totalCents()));
    }

    /** What everything in the cart costs. */
    public long totalCents() {
        return lines.stream().mapToLong(Line::totalCents).reduce(0, Math::addExact);
    }

    private boolean isTooBig() {
        return lines.size() > MAX_LINES
                || lines.stream().anyMatch(line -> line.quantity() > MAX_QUANTITY)
                || totalCents() > MAX_CENTS;
    }

    private void requireOpen(String what) {
        if (checkedOut) {
            throw new CommandRejectedException(
                    "Could not %s the cart: it is checked out".formatted(what));
        }
    }
}
