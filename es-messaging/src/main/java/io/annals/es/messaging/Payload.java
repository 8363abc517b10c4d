package io.annals.es.messaging;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.journal.EventTypes;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * What a method takes, told from its signature: the envelope where that is mentioned, else the
 * event itself.
 *
 * @param inEnvelope whether the payload is the {@link EventEnvelope}
 * @param event what the events must be
 */
record Payload(boolean inEnvelope, Class<?> event) {

    static Payload of(Method method) {
        Type taken =
                method.getParameterCount() > 0
                        ? method.getGenericParameterTypes()[0]
                        : method.getGenericReturnType();
        return Types.argumentOf(EventEnvelope.class, taken)
                .map(event -> new Payload(true, Types.raw(event)))
                .or(
                        () ->
                                Types.argumentOf(Message.class, taken)
                                        .map(event -> new Payload(false, Types.raw(event))))
                .orElseGet(
                        () ->
                                method.getParameterCount() > 0 && !Types.isPublisher(taken)
                                        ? new Payload(false, Types.raw(taken))
                                        : new Payload(false, Object.class));
    }

    /**
     * The names of the event types that the signature says; empty if it says none, as {@code
     * EventEnvelope<?>} does.
     *
     * @throws DefinitionException if it says a sealed type that permits a class which is no event
     */
    Set<String> types() {
        boolean closed = event.isSealed() || EventTypes.declaredBy(event).isPresent();
        return closed ? EventTypes.of(EventTypes.permittedBy(event)).names() : Set.of();
    }

    /**
     * The payload of a message.
     *
     * @param reader names the method, for the message of the exception
     * @throws IllegalArgumentException if the event is none of those that the method takes
     */
    Object of(EventEnvelope<?> envelope, String reader) {
        if (!event.isInstance(envelope.event())) {
            throw new IllegalArgumentException(
                    "Could not deliver %s to %s: it takes %s, but this is %s. Let it take what these have in common, or narrow the channel by its attributes categories and types"
                            .formatted(
                                    envelope,
                                    reader,
                                    event.getName(),
                                    envelope.event().getClass().getName()));
        }
        return inEnvelope ? envelope : envelope.event();
    }
}
