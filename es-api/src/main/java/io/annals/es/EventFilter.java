package io.annals.es;

import java.util.Set;

/**
 * Says which events of the journal a reader wants: those of any of the categories and of any of the
 * types.
 *
 * <p>Immutable. An empty set stands for all.
 *
 * @param categories stream categories, see {@link StreamId#category()}
 * @param types logical event type names, see {@link EventType}
 */
public record EventFilter(Set<String> categories, Set<String> types) {

    private static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

    /** Copies both sets. */
    public EventFilter {
        categories = Set.copyOf(categories);
        types = Set.copyOf(types);
    }

    /** Every event. */
    public static EventFilter all() {
        return ALL;
    }

    /** Every event of these categories. */
    public static EventFilter ofCategories(String... categories) {
        return new EventFilter(Set.of(categories), Set.of());
    }

    /** Tells whether an event of this category and type is wanted. */
    public boolean matches(String category, String type) {
        return (categories.isEmpty() || categories.contains(category))
                && (types.isEmpty() || types.contains(type));
    }
}
