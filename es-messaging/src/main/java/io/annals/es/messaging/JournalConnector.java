package io.annals.es.messaging;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;

/**
 * What Reactive Messaging asks for a publisher of each channel that is configured for {@code
 * es-journal}.
 */
@Singleton
@Connector(JournalConnector.NAME)
final class JournalConnector implements IncomingConnectorFactory {

    static final String NAME = "es-journal";

    private final Channels channels;

    @Inject
    JournalConnector(Channels channels) {
        this.channels = channels;
    }

    @Override
    public PublisherBuilder<? extends Message<?>> getPublisherBuilder(Config config) {
        return BuiltPublisher.of(channels.open(ChannelSettings.from(config)));
    }
}
