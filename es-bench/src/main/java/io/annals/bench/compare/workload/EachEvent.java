package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;
import java.util.function.Consumer;

/** Does the same with every event. */
record EachEvent(Consumer<CartEvent> action) implements Reader {

    @Override
    public void opened(Opened event) {
        action.accept(event);
    }

    @Override
    public void added(ItemAdded event) {
        action.accept(event);
    }

    @Override
    public void checkedOut(CheckedOut event) {
        action.accept(event);
    }
}
