package io.annals.es.journal;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventType;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.UnreadableEventException;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns typed events into what is stored, and back.
 *
 * @param types those that are known, asked each time
 */
record TypedEvents(EventSerializer serializer, Supplier<EventTypes> types) {

    Set<String> typeNames() {
        return types.get().names();
    }

    StreamAppend serialize(Append append) {
        List<NewEvent> events = new ArrayList<>(append.events().size());
        List<UUID> ids = append.eventIds();
        for (Object event : append.events()) {
            EventType type =
                    types.get()
                            .typeFor(event.getClass())
                            .orElseThrow(
                                    () ->
                                            new UnknownEventTypeException(
                                                    "Could not append to %s: %s is no known event type. Known are the types that the 'events' of some @Aggregate permits, and those that projections handle"
                                                            .formatted(
                                                                    append.stream(),
                                                                    event.getClass().getName())));
            events.add(
                    new NewEvent(
                            ids.isEmpty()
                                    ? EventIds.at(System.currentTimeMillis())
                                    : ids.get(events.size()),
                            type.value(),
                            type.revision(),
                            serializer.serialize(event)));
        }
        return new StreamAppend(
                append.stream(), append.expected(), events, append.metadata(), !ids.isEmpty());
    }

    EventEnvelope<Object> envelope(StoredEvent stored, long position) {
        Class<?> eventClass =
                types.get()
                        .classOf(stored.type())
                        .orElseThrow(
                                () ->
                                        unreadable(
                                                stored,
                                                "no event class with this type name is known. Deploy the class, or correct its @EventType",
                                                null));
        Object event;
        try {
            event = serializer.deserialize(stored.payload(), eventClass);
        } catch (RuntimeException e) {
            throw unreadable(
                    stored, "its payload does not fit %s".formatted(eventClass.getName()), e);
        }
        return new EventEnvelope<>(
                event,
                stored.type(),
                stored.stream(),
                stored.version(),
                position,
                stored.eventId(),
                stored.time(),
                stored.metadata());
    }

    private static UnreadableEventException unreadable(
            StoredEvent stored, String reason, @Nullable Throwable cause) {
        return new UnreadableEventException(
                stored.stream(), stored.version(), stored.type(), reason, cause);
    }
}
