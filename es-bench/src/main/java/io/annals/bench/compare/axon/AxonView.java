package io.annals.bench.compare.axon;

import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;
import org.axonframework.eventhandling.EventHandler;

/** A view as Axon's users write it. */
record AxonView(Reader reader) {

    @EventHandler
    void on(Opened event) {
        reader.opened(event);
    }

    @EventHandler
    void on(ItemAdded event) {
        reader.added(event);
    }

    @EventHandler
    void on(CheckedOut event) {
        reader.checkedOut(event);
    }
}
