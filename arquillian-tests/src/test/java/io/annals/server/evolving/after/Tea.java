package io.annals.server.evolving.after;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;

/** What all cups of a guest cost. */
@Aggregate(value = "tea", events = Poured.class)
public class Tea {

    private long cents;

    @Apply
    void on(Poured event) {
        cents += event.cents();
    }

    long cents() {
        return cents;
    }
}
