package io.annals.testing.container;

import io.annals.es.Append;
import io.annals.es.Receipt;

/**
 * What an append has stored.
 *
 * @param receipt of its last event
 * @param events how many there are
 */
record Appended(Receipt receipt, int events) {

    static Appended of(Append append, Receipt receipt) {
        return new Appended(receipt, append.events().size());
    }

    long before() {
        return receipt.version() - events;
    }
}
