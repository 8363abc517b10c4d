package io.annals.bench.compare.annals;

import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;

/** A projection, as users write them. */
@Projection(name = "view")
record View(Reader reader) {

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
