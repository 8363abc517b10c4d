package io.annals.es.messaging;

import io.annals.es.EventEnvelope;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.EventHandler;

/**
 * Hands events to a channel: one message at a time, also where several segments of its consumer run
 * on this node.
 */
record ChannelHandler(Channel channel) implements EventHandler {

    @Override
    public void handle(EventEnvelope<?> event) throws Exception {
        ChannelPublisher publisher = channel.publisher();
        IncomingMethod reader = channel.reader();
        publisher.turn().lockInterruptibly();
        try {
            Settlement settlement = new Settlement();
            publisher.emit(reader.payload().of(event, reader.name()), settlement);
            if (channel.delivery() == Delivery.EXACTLY_ONCE) {
                settlement.requireAckOnThisThread();
            } else {
                settlement.awaitAck();
            }
        } finally {
            publisher.turn().unlock();
        }
    }

    @Override
    public void replay(EventEnvelope<?> event) throws Exception {
        if (!channel.settings().outward()) {
            handle(event);
        }
    }
}
