package io.annals.bench.compare.pekko;

import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What an actor of a cart is told to do. */
sealed interface Order {

    /** Stores events, if the last one that is there has the version. */
    record Append(long version, List<CartEvent> events, ActorRef<Answer> replyTo)
            implements Order {}

    /** Decides, and stores the event that it decides on. */
    record Add(ItemAdded item, ActorRef<Answer> replyTo) implements Order {}

    /** Tells the state. */
    record Load(ActorRef<Answer> replyTo) implements Order {}

    /** Leaves the memory. */
    record Stop() implements Order {}

    /**
     * What it says.
     *
     * @param done false if the version was another
     */
    record Answer(boolean done, @Nullable Cart cart) {}
}
