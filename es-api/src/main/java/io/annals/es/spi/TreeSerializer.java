package io.annals.es.spi;

import io.annals.es.evolution.Upcaster;

/**
 * A serialiser whose bytes are a tree first, which {@linkplain Upcaster upcasters} change before it
 * becomes an event.
 *
 * <p>Thread-safe. Failures may come as any runtime exception, without anything of the payload in
 * their messages.
 *
 * @param <T> the form of the tree; its values are not changed
 */
public interface TreeSerializer<T> extends EventSerializer {

    /** The tree in bytes that {@link #serialize(Object)} made. */
    T parse(byte[] payload);

    /** The event of a class, from a tree; as {@link #deserialize} does from the tree's bytes. */
    <E> E bind(T tree, Class<E> eventClass);
}
