package io.annals.es.journal;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventParts;
import io.annals.es.EventRevision;
import io.annals.es.EventType;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.UnreadableEventException;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns typed events into what is stored, and back.
 *
 * <p>Immutable and thread-safe, as its parts are.
 *
 * @param serializer writes and reads them
 * @param types those that are known, asked each time
 * @param evolution makes events of today of old ones
 */
public record TypedEvents(
        EventSerializer serializer, Supplier<EventTypes> types, Evolution evolution) {

    TypedEvents(EventSerializer serializer, Supplier<EventTypes> types) {
        this(serializer, types, Evolution.none());
    }

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

    /** The same, with upcasters. */
    TypedEvents upcasting(Evolution upcasters) {
        return new TypedEvents(serializer, types, upcasters);
    }

    /**
     * What a stored event is today.
     *
     * @throws UnreadableEventException if its type or revision is unknown, an upcaster fails or its
     *     payload does not fit
     */
    public EventParts parts(StoredEvent stored, long position) {
        return new EventParts(
                stored.version(), stored.eventId(), stored.time(), events(stored, position));
    }

    /**
     * A stored event as it would be stored today. One that is split or dropped stays as it is: no
     * single event of today is the same.
     */
    StoredEvent asWritten(StoredEvent stored) {
        if (!evolution.changes(stored)) {
            return stored;
        }
        List<EventEnvelope<Object>> parts = events(stored, stored.position());
        if (parts.size() != 1) {
            return stored;
        }
        Object event = parts.get(0).event();
        EventType type = types.get().typeFor(event.getClass()).orElseThrow();
        return new StoredEvent(
                stored.stream(),
                stored.version(),
                stored.position(),
                stored.eventId(),
                type.value(),
                type.revision(),
                stored.time(),
                stored.metadata(),
                serializer.serialize(event));
    }

    private List<EventEnvelope<Object>> events(StoredEvent stored, long position) {
        if (evolution.changes(stored)) {
            List<EventEnvelope<Object>> parts = new ArrayList<>(1);
            for (Evolution.TypedEvent part : evolution.read(stored, types.get())) {
                parts.add(envelope(part.type(), part.event(), stored, position, parts.size()));
            }
            return parts;
        }
        return List.of(envelope(stored.type(), event(stored), stored, position, 0));
    }

    private Object event(StoredEvent stored) {
        EventTypes known = types.get();
        if (!known.isRead(stored.type(), stored.revision())) {
            EventRevision revision = new EventRevision(stored.type(), stored.revision());
            throw unreadable(stored, Objects.requireNonNull(known.problem(revision, false)), null);
        }
        Class<?> eventClass = known.classOf(stored.type()).orElseThrow();
        try {
            return serializer.deserialize(stored.payload(), eventClass);
        } catch (RuntimeException e) {
            throw unreadable(
                    stored, "its payload does not fit %s".formatted(eventClass.getName()), e);
        }
    }

    private static EventEnvelope<Object> envelope(
            String type, Object event, StoredEvent stored, long position, int part) {
        return new EventEnvelope<>(
                event,
                type,
                stored.stream(),
                stored.version(),
                position,
                stored.eventId(),
                stored.time(),
                stored.metadata(),
                part);
    }

    private static UnreadableEventException unreadable(
            StoredEvent stored, String reason, @Nullable Throwable cause) {
        return new UnreadableEventException(
                stored.stream(),
                stored.version(),
                stored.type(),
                "of revision %d, %s".formatted(stored.revision(), reason),
                cause);
    }
}
