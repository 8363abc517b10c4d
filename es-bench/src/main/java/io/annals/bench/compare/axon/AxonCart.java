package io.annals.bench.compare.axon;

import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/** A cart as Axon's users write it. */
@AggregateRoot(type = AxonCart.TYPE)
final class AxonCart {

    static final String TYPE = "cart";

    @AggregateIdentifier private @Nullable String id;
    private @Nullable Cart state;

    /** For Axon. */
    AxonCart() {}

    void add(ItemAdded item) {
        state().add(item).forEach(AggregateLifecycle::apply);
    }

    Cart state() {
        return Objects.requireNonNull(state);
    }

    @EventSourcingHandler
    void on(Opened event, DomainEventMessage<?> message) {
        id = message.getAggregateIdentifier();
        state = Cart.after(null, event);
    }

    @EventSourcingHandler
    void on(ItemAdded event) {
        state = Cart.after(state, event);
    }

    @EventSourcingHandler
    void on(CheckedOut event) {
        state = Cart.after(state, event);
    }

    @Nullable String id() {
        return id;
    }
}
