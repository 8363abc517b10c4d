package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The limit is for a broken publisher only, which would wait for ever. */
@Timeout(60)
class ChannelPublisherTest {

    private final ChannelPublisher publisher = new ChannelPublisher("shop");

    @Test
    void waits_until_a_message_is_asked_for() throws Exception {
        Receiver receiver = new Receiver(0);
        publisher.subscribe(receiver);
        FutureTask<Void> emission = emission("a");
        Thread thread = new Thread(emission);
        thread.start();
        Application.await(() -> thread.getState() == Thread.State.WAITING);
        assertEquals(List.of(), receiver.payloads);

        publisher.request(1);
        emission.get(30, TimeUnit.SECONDS);
        assertEquals(List.of("a"), receiver.payloads);
    }

    @Test
    void counts_what_is_asked_for_while_it_delivers() throws Exception {
        Receiver receiver = new Receiver(1);
        publisher.subscribe(receiver);
        for (int i = 0; i < 10_000; i++) {
            publisher.emit(i, new Settlement());
        }
        assertEquals(10_000, receiver.payloads.size());
    }

    @Test
    void takes_unbounded_demand_for_what_it_is() throws Exception {
        Receiver receiver = new Receiver(0);
        publisher.subscribe(receiver);
        publisher.request(Long.MAX_VALUE);
        publisher.request(Long.MAX_VALUE);
        publisher.request(2); // a plain sum would be 0 now
        publisher.emit("a", new Settlement());
        publisher.emit("b", new Settlement());
        assertEquals(List.of("a", "b"), receiver.payloads);
    }

    @Test
    void delivers_nothing_after_it_was_cancelled() {
        Receiver receiver = new Receiver(1);
        publisher.subscribe(receiver);
        publisher.cancel();
        assertThrows(IllegalStateException.class, () -> publisher.emit("a", new Settlement()));
        assertEquals(List.of(), receiver.payloads);
    }

    @Test
    void refuses_for_a_subscriber_that_cancels_the_message_it_has_left_open() throws Exception {
        publisher.subscribe(new Receiver(1));
        Settlement open = new Settlement();
        publisher.emit("a", open);
        publisher.cancel();
        IllegalStateException refused = assertThrows(IllegalStateException.class, open::awaitAck);
        assertTrue(refused.getMessage().contains("channel 'shop'"), refused::getMessage);
    }

    @Test
    void ends_when_less_than_one_message_is_asked_for() {
        publisher.subscribe(new Receiver(1));
        publisher.request(0);
        assertThrows(IllegalStateException.class, () -> publisher.emit("a", new Settlement()));
    }

    @Test
    void fails_a_second_subscriber_and_serves_the_first() throws Exception {
        Receiver first = new Receiver(1);
        Receiver second = new Receiver(1);
        publisher.subscribe(first);
        publisher.subscribe(second);
        publisher.emit("a", new Settlement());
        assertInstanceOf(DeploymentException.class, second.failure);
        assertEquals(List.of(), second.payloads);
        assertEquals(List.of("a"), first.payloads);
    }

    @Test
    void comes_in_a_builder_that_can_do_nothing_else() {
        PublisherBuilder<Message<?>> builder = BuiltPublisher.of(publisher);
        assertSame(publisher, builder.buildRs());
        UnsupportedOperationException refused =
                assertThrows(UnsupportedOperationException.class, () -> builder.limit(1));
        assertTrue(refused.getMessage().contains("'limit'"), refused::getMessage);
    }

    private FutureTask<Void> emission(Object payload) {
        return new FutureTask<>(
                () -> {
                    publisher.emit(payload, new Settlement());
                    return null;
                });
    }

    /**
     * Asks for some messages at first, and for one more within each delivery, as the runtime does.
     */
    private static final class Receiver implements Subscriber<Message<?>> {

        private final long atFirst;
        private final List<Object> payloads = new CopyOnWriteArrayList<>();
        private @Nullable Subscription subscription;
        private @Nullable Throwable failure;

        Receiver(long atFirst) {
            this.atFirst = atFirst;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            if (atFirst > 0) {
                subscription.request(atFirst);
            }
        }

        @Override
        public void onNext(Message<?> message) {
            payloads.add(message.getPayload());
            if (atFirst > 0) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void onComplete() {}
    }
}
