package io.annals.es.aggregate;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A decision that remembers the state it was made on last, and the events.
 *
 * <p>For one update. Asked once, the events stay as they are: a list may be a view that makes new
 * ones whenever it is read.
 */
final class Decision<A> implements Function<A, List<?>> {

    private final Function<? super A, ? extends List<?>> decision;
    private @Nullable A state;
    private List<?> events = List.of();

    Decision(Function<? super A, ? extends List<?>> decision) {
        this.decision = decision;
    }

    @Override
    public List<?> apply(A state) {
        this.state = state;
        this.events = List.copyOf(decision.apply(state));
        return events;
    }

    /** Null if it was not asked. */
    @Nullable A state() {
        return state;
    }

    List<?> events() {
        return events;
    }
}
