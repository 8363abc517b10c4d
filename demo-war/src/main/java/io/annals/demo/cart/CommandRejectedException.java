package io.annals.demo.cart;

/** A cart refused a command, because of what has happened to it before. */
public final class CommandRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandRejectedException(String message) {
        super(message);
    }
}
