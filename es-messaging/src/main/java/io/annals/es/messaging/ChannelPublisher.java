package io.annals.es.messaging;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Gives messages to its one subscriber, on the thread that emits them, as fast as the subscriber
 * asks for them.
 *
 * <p>Thread-safe. Demand comes from any thread, and from within {@code onNext}: it is only counted.
 */
final class ChannelPublisher implements Publisher<Message<?>>, Subscription {

    private final String channel;
    private final Lock turn = new ReentrantLock(true);
    private @Nullable Subscriber<? super Message<?>> subscriber;
    private @Nullable Settlement open;
    private @Nullable RuntimeException ended;
    private long demand;

    ChannelPublisher(String channel) {
        this.channel = channel;
    }

    /** Whoever emits must hold it until its message is settled. */
    Lock turn() {
        return turn;
    }

    /**
     * Accepts the first subscriber, and fails every other: two would share the events between them.
     */
    @Override
    public void subscribe(Subscriber<? super Message<?>> newcomer) {
        Objects.requireNonNull(newcomer, "newcomer");
        if (isFirst(newcomer)) {
            newcomer.onSubscribe(this);
        } else {
            newcomer.onSubscribe(new NothingToCome());
            newcomer.onError(
                    new DeploymentException(
                            "Could not subscribe to channel '%s' a second time: the two would share the events between them. Give each reader a channel of its own"
                                    .formatted(channel)));
        }
    }

    /**
     * Emits one message; returns when the subscriber's {@code onNext} does, which may be before the
     * message is settled.
     *
     * @param settlement receives the subscriber's acknowledgment
     * @throws IllegalStateException if the subscriber has cancelled
     */
    void emit(Object payload, Settlement settlement) throws InterruptedException {
        awaitDemand(settlement).onNext(Message.of(payload, settlement::ack, settlement::nack));
    }

    @Override
    public synchronized void request(long n) {
        if (n <= 0) {
            end("its subscriber requested %d messages, which is not possible".formatted(n));
        }
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        notifyAll();
    }

    /**
     * Ends the channel. A message that is on its way may never be acknowledged now: it counts as
     * refused.
     */
    @Override
    public synchronized void cancel() {
        end(
                "its subscriber has cancelled, as it does when the application ends or a stream has failed");
        notifyAll();
    }

    private synchronized boolean isFirst(Subscriber<? super Message<?>> newcomer) {
        if (subscriber != null) {
            return false;
        }
        subscriber = newcomer;
        return true;
    }

    private synchronized Subscriber<? super Message<?>> awaitDemand(Settlement settlement)
            throws InterruptedException {
        while (demand == 0 && ended == null) {
            wait();
        }
        if (ended != null) {
            throw ended;
        }
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        open = settlement;
        return Objects.requireNonNull(subscriber, "demand without a subscriber");
    }

    private void end(String why) {
        if (ended == null) {
            ended =
                    new IllegalStateException(
                            "Could not deliver to channel '%s': %s".formatted(channel, why));
        }
        if (open != null) {
            open.nack(ended);
        }
    }

    private static final class NothingToCome implements Subscription {

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
