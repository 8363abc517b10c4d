package io.annals.es.spi;

/**
 * A serialiser for some event classes only, such as those that a schema compiler has generated. All
 * others are left to the application's one {@link EventSerializer}.
 *
 * <p>Thread-safe. In a container, every bean of this type is used. Restrict its types by
 * {@code @Typed(EventFormat.class)}, else it counts as a serialiser of all events as well, and the
 * deployment fails because there are two.
 */
public interface EventFormat extends EventSerializer {

    /** Whether events of this class are written and read here; always the same answer. */
    boolean covers(Class<?> eventClass);
}
