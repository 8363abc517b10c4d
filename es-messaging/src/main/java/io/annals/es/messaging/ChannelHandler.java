package io.annals.es.messaging;

import io.annals.es.EventEnvelope;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.EventHandler;

/**
 * Hands events to a channel: one message at a time, also where several segments of its consumer run
 * on this node.
 */
record ChannelHandler(ChannelSettings settings, IncomingMethod reader, ChannelPublisher publisher)
        implements EventHandler {

    @Override
    public void handle(EventEnvelope<?> event) throws Exception {
        publisher.turn().lockInterruptibly();
        try {
            Settlement settlement = new Settlement();
            publisher.emit(reader.payload().of(event, reader.name()), settlement);
            if (reader.delivery() == Delivery.EXACTLY_ONCE) {
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
        if (!settings.outward()) {
            handle(event);
        }
    }
}
