package io.annals.es.spi;

import io.annals.es.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The formats of an application, and the serialiser of all events that none of them covers, as one
 * serialiser: the class of an event decides who writes and reads it.
 *
 * <p>Immutable and thread-safe, as they are. Everything fails with a {@link DefinitionException}
 * for a class that two formats cover.
 */
public final class EventFormats implements EventSerializer {

    private final EventSerializer others;
    private final List<EventFormat> formats;

    private EventFormats(EventSerializer others, List<EventFormat> formats) {
        this.others = others;
        this.formats = List.copyOf(formats);
    }

    /**
     * Puts formats before a serialiser.
     *
     * @param others for all classes that no format covers
     * @return that one itself, if there are no formats
     */
    public static EventSerializer of(
            EventSerializer others, Iterable<? extends EventFormat> formats) {
        List<EventFormat> all = new ArrayList<>();
        formats.forEach(all::add);
        return all.isEmpty() ? others : new EventFormats(others, all);
    }

    /** The serialiser of all events that no format covers. */
    public EventSerializer others() {
        return others;
    }

    @Override
    public String mediaType(Class<?> eventClass) {
        return covering(eventClass).mediaType(eventClass);
    }

    @Override
    public byte[] serialize(Object event) {
        return covering(event.getClass()).serialize(event);
    }

    @Override
    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
        return covering(eventClass).deserialize(payload, eventClass);
    }

    @Override
    public String text(byte[] payload, Class<?> eventClass) {
        return covering(eventClass).text(payload, eventClass);
    }

    /** Names the classes of all of them. */
    @Override
    public String toString() {
        return Stream.concat(Stream.of(others), formats.stream())
                .map(each -> each.getClass().getName())
                .collect(Collectors.joining(", "));
    }

    private EventSerializer covering(Class<?> eventClass) {
        EventSerializer found = others;
        for (EventFormat format : formats) {
            if (format.covers(eventClass)) {
                if (found != others) {
                    throw new DefinitionException(
                            "Two formats cover the event class %s: %s and %s. Keep one of them"
                                    .formatted(
                                            eventClass.getName(),
                                            found.getClass().getName(),
                                            format.getClass().getName()));
                }
                found = format;
            }
        }
        return found;
    }
}
