package io.annals.es.test;

import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Reads page after page, as long as there is more. */
final class Walk {

    private Walk() {}

    /**
     * The events of all pages.
     *
     * @param place where an event stands, so that the next page begins after it
     */
    static List<StoredEvent> of(
            long after, ToLongFunction<StoredEvent> place, LongFunction<Page> pageAfter) {
        List<StoredEvent> all = new ArrayList<>();
        Page page = pageAfter.apply(after);
        all.addAll(page.events());
        while (page.more()) {
            page = pageAfter.apply(place.applyAsLong(all.get(all.size() - 1)));
            all.addAll(page.events());
        }
        return all;
    }
}
