package io.annals.demo.cart;

/** An article was to be taken out of a cart that does not hold it. */
public final class ItemNotInCartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ItemNotInCartException() {
        super("Could not remove the item: it is not in the cart");
    }
}
