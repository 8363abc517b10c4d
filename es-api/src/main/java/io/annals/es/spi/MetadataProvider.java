package io.annals.es.spi;

import io.annals.es.Metadata;
import java.util.Map;

/**
 * Knows something of the circumstances in which events are appended, which is stored with them. In
 * an application each bean of this type is asked.
 *
 * <p>Must be thread-safe and quick. It is asked once for each call of an append, on its thread and
 * in its transaction where there is one, before anything is stored, and must not append itself.
 * What it throws makes the append fail, with the provider's name; so does an entry that {@link
 * Metadata} refuses.
 *
 * <p>Of several, those with a higher {@code @Priority} prevail, where they have entries with the
 * same key. What the append itself says prevails over all of them, and so do the causation and
 * correlation of an event that is being handled.
 */
@FunctionalInterface
public interface MetadataProvider {

    /**
     * The entries, by keys such as {@link Metadata#USER} or some of your own; empty if there is
     * nothing to tell.
     */
    Map<String, String> entries();
}
