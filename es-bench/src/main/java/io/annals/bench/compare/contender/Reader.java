package io.annals.bench.compare.contender;

import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;

/** Takes events by their type, on one thread. */
public interface Reader {

    /** Takes the first event of a cart. */
    void opened(Opened event);

    /** Takes one more event of a cart. */
    void added(ItemAdded event);

    /** Takes the last event of a cart. */
    void checkedOut(CheckedOut event);
}
