package io.annals.es.messaging;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.Delivery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;

/**
 * One channel: hands over events, one at a time, and waits for each to be acknowledged.
 *
 * @param settings its configuration
 * @param reader the method at its other end
 * @param publisher what the runtime subscribes to
 * @param consumer what the engine drives
 */
record Channel(
        ChannelSettings settings,
        IncomingMethod reader,
        ChannelPublisher publisher,
        Consumer consumer) {

    private static final Logger LOG = System.getLogger(Channel.class.getName());

    static Channel of(ChannelSettings settings, IncomingMethod reader) {
        ChannelPublisher publisher = new ChannelPublisher(settings.channel());
        try {
            Consumer consumer =
                    new Consumer(
                            settings.consumer(),
                            settings.filterFor(reader.payload()),
                            reader.delivery(),
                            event -> deliver(event, reader, publisher));
            return new Channel(settings, reader, publisher, consumer);
        } catch (IllegalArgumentException e) {
            throw settings.invalid(ChannelSettings.CONSUMER, String.valueOf(e.getMessage()));
        }
    }

    /** Logs what this channel does, and what its method may rely on. */
    void describe() {
        LOG.log(
                Level.INFO,
                () ->
                        "Channel '%s' follows the journal as consumer '%s': %s, to %s %s, because %s"
                                .formatted(
                                        settings.channel(),
                                        settings.consumer(),
                                        describe(consumer.filter()),
                                        reader.name(),
                                        reader.delivery() == Delivery.EXACTLY_ONCE
                                                ? "exactly once"
                                                : "at least once",
                                        reader.reason()));
    }

    private static void deliver(
            EventEnvelope<?> event, IncomingMethod reader, ChannelPublisher publisher)
            throws Exception {
        Settlement settlement = new Settlement();
        publisher.emit(reader.payload().of(event, reader.name()), settlement);
        if (reader.delivery() == Delivery.EXACTLY_ONCE) {
            settlement.requireAckOnThisThread();
        } else {
            settlement.awaitAck();
        }
    }

    private static String describe(EventFilter filter) {
        return "%s of %s"
                .formatted(
                        filter.types().isEmpty()
                                ? "all events"
                                : "events " + sorted(filter.types()),
                        filter.categories().isEmpty()
                                ? "all categories"
                                : "categories " + sorted(filter.categories()));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
