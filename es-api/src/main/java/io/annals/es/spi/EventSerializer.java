package io.annals.es.spi;

/**
 * Turns events into bytes and back. It gets classes from the journal's list of known event types
 * and never derives one from data.
 *
 * <p>Thread-safe. Failures may come as any runtime exception; the journal adds stream, version and
 * type.
 *
 * <p>An application has one, for all events but those that an {@link EventFormat} covers.
 */
public interface EventSerializer {

    /**
     * What the bytes of this class's events are, as others are told: a media type such as {@code
     * application/json}.
     */
    String mediaType(Class<?> eventClass);

    /** The bytes of an event. */
    byte[] serialize(Object event);

    /** The event of a class, from bytes that {@link #serialize(Object)} made. */
    <E> E deserialize(byte[] payload, Class<E> eventClass);

    /**
     * What such bytes say, for people: JSON where that is possible. It shows the payload, so it
     * belongs neither into logs nor into exceptions.
     */
    String text(byte[] payload, Class<?> eventClass);
}
