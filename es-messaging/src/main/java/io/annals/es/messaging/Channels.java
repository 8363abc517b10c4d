package io.annals.es.messaging;

import io.annals.es.EventJournal;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerSource;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The channels of this application that follow the journal, each a consumer of it. */
@Singleton
final class Channels implements ConsumerSource {

    private final IncomingMethods methods;
    private final Instance<EventJournal> journal;
    private final Map<String, Channel> byName = new LinkedHashMap<>();

    @Inject
    Channels(IncomingMethods methods, Instance<EventJournal> journal) {
        this.methods = methods;
        this.journal = journal;
    }

    /**
     * Opens a channel; no message flows before its consumer has been started.
     *
     * @throws DeploymentException if there is no method or more than one to receive its messages,
     *     or one that cannot; if it is open already, or another channel has the same consumer name
     */
    synchronized ChannelPublisher open(ChannelSettings settings) {
        String name = settings.channel();
        if (byName.containsKey(name)) {
            throw new DeploymentException(
                    "Could not open channel '%s' a second time: two Reactive Messaging runtimes serve this application, and each event would be delivered twice. Use either the server's or the bundled one"
                            .formatted(name));
        }
        byName.values().stream()
                .filter(other -> other.settings().consumer().equals(settings.consumer()))
                .findFirst()
                .ifPresent(
                        other -> {
                            throw settings.invalid(
                                    ChannelSettings.CONSUMER,
                                    "the name '%s' is taken by channel '%s'. A name is one checkpoint, and belongs to one channel"
                                            .formatted(
                                                    settings.consumer(),
                                                    other.settings().channel()));
                        });
        Channel channel = Channel.of(settings, methods.readerOf(name));
        byName.put(name, channel);
        return channel.publisher();
    }

    @Override
    public synchronized Collection<Consumer> consumers() {
        byName.values().forEach(Channel::describe);
        if (byName.isEmpty()) {
            return List.of();
        }
        Set<String> knownTypes = journal.get().eventTypes();
        byName.values().forEach(channel -> channel.settings().requireKnown(knownTypes));
        return byName.values().stream().map(channel -> channel.consumer(knownTypes)).toList();
    }
}
