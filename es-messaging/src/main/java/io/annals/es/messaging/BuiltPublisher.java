package io.annals.es.messaging;

import java.lang.reflect.Proxy;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.reactivestreams.Publisher;

/**
 * A builder that can do nothing but give its publisher, which is all that a Reactive Messaging
 * runtime wants of a connector. The usual way to one, {@code ReactiveStreams.fromPublisher}, needs
 * an implementation of the operators, which an application that brings its own runtime lacks.
 */
final class BuiltPublisher {

    private BuiltPublisher() {}

    @SuppressWarnings("unchecked") // the proxy gives out that publisher and nothing else
    static PublisherBuilder<Message<?>> of(Publisher<Message<?>> publisher) {
        return (PublisherBuilder<Message<?>>)
                Proxy.newProxyInstance(
                        PublisherBuilder.class.getClassLoader(),
                        new Class<?>[] {PublisherBuilder.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("buildRs")) {
                                return publisher;
                            }
                            if (method.getDeclaringClass() == Object.class) {
                                return method.invoke(publisher, arguments);
                            }
                            throw new UnsupportedOperationException(
                                    "Connector %s cannot '%s': its publisher has no operators. Call buildRs() and apply them to the result"
                                            .formatted(JournalConnector.NAME, method.getName()));
                        });
    }
}
