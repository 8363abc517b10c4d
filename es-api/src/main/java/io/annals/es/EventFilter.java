package io.annals.es;

import java.util.Set;

/**
 * Says which events of the journal a reader wants: those of any of the categories and of any of the
 * types, less those of the excluded types.
 *
 * <p>Types are those of today: what is stored under another name, and becomes an event of such a
 * type when it is read, is wanted, too.
 *
 * <p>Immutable. An empty set of categories or types stands for all.
 *
 * @param categories stream categories, see {@link StreamId#category()}
 * @param types logical event type names, see {@link EventType}
 * @param excludedTypes the names of types that are not wanted; unlike {@code types} it lets through
 *     what is stored under names that the reader does not know
 */
public record EventFilter(Set<String> categories, Set<String> types, Set<String> excludedTypes) {

    private static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

    /** Copies the sets. */
    public EventFilter {
        categories = Set.copyOf(categories);
        types = Set.copyOf(types);
        excludedTypes = Set.copyOf(excludedTypes);
    }

    /** Excludes no types. */
    public EventFilter(Set<String> categories, Set<String> types) {
        this(categories, types, Set.of());
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
                && (types.isEmpty() || types.contains(type))
                && !excludedTypes.contains(type);
    }
}
