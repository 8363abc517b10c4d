package io.annals.bench.compare.contender;

import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;

/** Calls readers, for contenders that have no way of their own to find the method of a type. */
public final class Readers {

    private Readers() {}

    /** Hands an event to the method of its type. */
    public static void give(CartEvent event, Reader reader) {
        if (event instanceof ItemAdded added) {
            reader.added(added);
        } else if (event instanceof Opened opened) {
            reader.opened(opened);
        } else {
            reader.checkedOut((CheckedOut) event);
        }
    }
}
