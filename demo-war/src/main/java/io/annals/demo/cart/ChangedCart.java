package io.annals.demo.cart;

import io.annals.es.Receipt;

/**
 * The answer to a command: the cart and the version that the command brought it to.
 *
 * @param id the cart's id
 * @param version the version of its last event
 */
public record ChangedCart(String id, long version) {

    static ChangedCart of(Receipt receipt) {
        return new ChangedCart(receipt.stream().id(), receipt.version());
    }
}
