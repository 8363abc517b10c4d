package io.annals.bench.compare.pekko;

import io.annals.bench.compare.pekko.Order.Add;
import io.annals.bench.compare.pekko.Order.Answer;
import io.annals.bench.compare.pekko.Order.Append;
import io.annals.bench.compare.pekko.Order.Load;
import io.annals.bench.compare.pekko.Order.Stop;
import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent;
import java.util.Objects;
import java.util.Set;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/** A cart as Pekko's users write it. */
final class PekkoCart extends EventSourcedBehavior<Order, CartEvent, PekkoCart.State> {

    /** Every event has it, so that all can be read in order. */
    static final String TAG = "cart";

    private final ActorContext<Order> context;
    private final Runnable stopped;

    private PekkoCart(ActorContext<Order> context, String id, Runnable stopped) {
        super(PersistenceId.ofUniqueId(id));
        this.context = context;
        this.stopped = stopped;
    }

    static Behavior<Order> of(String id, Runnable stopped) {
        return Behaviors.setup(context -> new PekkoCart(context, id, stopped));
    }

    @Override
    public State emptyState() {
        return new State(null);
    }

    @Override
    public CommandHandler<Order, CartEvent, State> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Append.class, (state, order) -> append(order))
                .onCommand(Add.class, this::add)
                .onCommand(
                        Load.class,
                        (state, order) ->
                                Effect().reply(order.replyTo(), new Answer(true, state.cart)))
                .onCommand(Stop.class, order -> Effect().stop())
                .build();
    }

    private Effect<CartEvent, State> append(Append order) {
        return lastSequenceNumber(context) == order.version()
                ? Effect()
                        .persist(order.events())
                        .thenReply(order.replyTo(), after -> new Answer(true, null))
                : Effect().reply(order.replyTo(), new Answer(false, null));
    }

    private Effect<CartEvent, State> add(State state, Add order) {
        return Effect()
                .persist(Objects.requireNonNull(state.cart).add(order.item()))
                .thenReply(order.replyTo(), after -> new Answer(true, null));
    }

    @Override
    public EventHandler<State, CartEvent> eventHandler() {
        return (state, event) -> new State(Cart.after(state.cart, event));
    }

    @Override
    public SignalHandler<State> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(PostStop.instance(), state -> stopped.run())
                .build();
    }

    @Override
    public Set<String> tagsFor(CartEvent event) {
        return Set.of(TAG);
    }

    /** None before the first event. */
    record State(@Nullable Cart cart) {}
}
