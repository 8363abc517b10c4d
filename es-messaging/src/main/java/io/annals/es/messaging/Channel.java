package io.annals.es.messaging;

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
 * @param delivery what that is promised
 * @param publisher what the runtime subscribes to
 */
record Channel(
        ChannelSettings settings,
        IncomingMethod reader,
        Delivery delivery,
        ChannelPublisher publisher) {

    private static final Logger LOG = System.getLogger(Channel.class.getName());

    static Channel of(ChannelSettings settings, IncomingMethod reader) {
        Channel channel =
                new Channel(
                        settings,
                        reader,
                        settings.deliveryTo(reader),
                        new ChannelPublisher(settings.channel()));
        try {
            channel.consumer(Set.of());
            return channel;
        } catch (IllegalArgumentException e) {
            throw settings.invalid(ChannelSettings.CONSUMER, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What the engine drives.
     *
     * @param knownTypes the names of all event types that the application knows
     */
    Consumer consumer(Set<String> knownTypes) {
        return new Consumer(
                settings.consumer(),
                settings.filterFor(reader.payload(), knownTypes),
                delivery,
                new ChannelHandler(this));
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
                                        events(),
                                        reader.name(),
                                        delivery == Delivery.EXACTLY_ONCE
                                                ? "exactly once"
                                                : "at least once",
                                        reason()));
    }

    private String reason() {
        if (delivery == Delivery.EXACTLY_ONCE) {
            return "it is a plain void method and runs in the transaction of its checkpoint";
        }
        return reader.obstacle().orElse("its attribute delivery says so");
    }

    private String events() {
        EventFilter filter = settings.filter();
        Set<String> types = filter.types().isEmpty() ? reader.payload().types() : filter.types();
        return "%s of %s"
                .formatted(
                        types.isEmpty() ? "all events" : "events " + sorted(types),
                        filter.categories().isEmpty()
                                ? "all categories"
                                : "categories " + sorted(filter.categories()));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
