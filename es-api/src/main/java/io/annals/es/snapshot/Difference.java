package io.annals.es.snapshot;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a state that was read back differs from the one that was written, field by field:
 * what {@code equals} says may rest on an id alone.
 *
 * <p>Fields that are {@code transient} count for the aggregate itself, since its folds may need
 * them, and not for what it holds, where they keep what was computed before. For one call.
 */
final class Difference {

    private static final String DIFFERS = " is not the same";
    private static final String REORDERS = " would order what comes later otherwise";
    private static final Pattern UNMODIFIABLE =
            Pattern.compile(
                    "java\\.util\\.(ImmutableCollections\\$.*|Collections\\$(Empty|Singleton|Unmodifiable).*)");

    private final Object root;
    private final Set<Compared> compared = new HashSet<>();
    private final Map<Object, Object> counterparts = new IdentityHashMap<>();

    private Difference(Object root) {
        this.root = root;
    }

    /**
     * Where and what the first difference is, as {@code .items[2].price is not the same}; empty if
     * there is none.
     */
    static Optional<String> between(Object written, Object read) {
        return Optional.ofNullable(new Difference(written).find("", written, read));
    }

    private @Nullable String find(String at, @Nullable Object written, @Nullable Object read) {
        if (written == read) {
            return null;
        }
        if (written == null || read == null) {
            return at + DIFFERS;
        }
        if (!compared.add(new Compared(written, read))) { // they lead back to themselves
            return null;
        }
        if (isMutable(written) && counterparts.putIfAbsent(written, read) != null) {
            return at + " was one object with another place, and is a copy";
        }
        String order = order(written);
        if (order != null && !order.equals(order(read))) { // the same by chance, as yet
            return at + REORDERS;
        }
        if (written instanceof Set != read instanceof Set
                || written instanceof List != read instanceof List) {
            return at + " is a collection of another kind";
        }
        if (written instanceof Collection<?> a && read instanceof Collection<?> b) {
            return inOrder(at, a.iterator(), b.iterator());
        }
        if (written instanceof Map<?, ?> a && read instanceof Map<?, ?> b) {
            String key = inOrder(at, a.keySet().iterator(), b.keySet().iterator());
            return key != null ? key : inOrder(at, a.values().iterator(), b.values().iterator());
        }
        if (written instanceof Optional<?> a && read instanceof Optional<?> b) {
            return find(at, a.orElse(null), b.orElse(null));
        }
        if (written.getClass().isArray() && written.getClass() == read.getClass()) {
            return inArrays(at, written, read);
        }
        if (Fingerprint.isOfTheApplication(written.getClass()) && !(written instanceof Enum)) {
            return written.getClass() == read.getClass()
                    ? inFields(at, written.getClass(), written, read)
                    : at + DIFFERS;
        }
        return written.equals(read) ? null : at + DIFFERS;
    }

    /** Whether a change of it would be seen wherever else it is held. */
    private static boolean isMutable(Object value) {
        Class<?> type = value.getClass();
        if (type.isArray()) {
            return Array.getLength(value) > 0;
        }
        if (value instanceof Collection || value instanceof Map) {
            return !UNMODIFIABLE.matcher(type.getName()).matches();
        }
        return Stream.<Class<?>>iterate(type, Fingerprint::isOfTheApplication, Class::getSuperclass)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredFields()))
                .mapToInt(Field::getModifiers)
                .anyMatch(field -> !Modifier.isStatic(field) && !Modifier.isFinal(field));
    }

    /** How a collection orders what comes into it; null if it does not, or is a list. */
    private static @Nullable String order(Object collection) {
        if (collection instanceof SortedMap<?, ?> map) {
            return "sorted by " + map.comparator();
        }
        if (collection instanceof SortedSet<?> set) {
            return "sorted by " + set.comparator();
        }
        if (collection instanceof EnumMap || collection instanceof EnumSet) {
            return "sorted by null";
        }
        return collection instanceof LinkedHashMap || collection instanceof LinkedHashSet
                ? "as inserted"
                : null;
    }

    private @Nullable String inOrder(String at, Iterator<?> written, Iterator<?> read) {
        for (int i = 0; written.hasNext() && read.hasNext(); i++) {
            String found = find(at + "[" + i + "]", written.next(), read.next());
            if (found != null) {
                return found;
            }
        }
        return written.hasNext() == read.hasNext() ? null : at + DIFFERS;
    }

    private @Nullable String inArrays(String at, Object written, Object read) {
        int length = Array.getLength(written);
        if (length != Array.getLength(read)) {
            return at + DIFFERS;
        }
        for (int i = 0; i < length; i++) {
            String found = find(at + "[" + i + "]", Array.get(written, i), Array.get(read, i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String inFields(
            String at, @Nullable Class<?> type, Object written, Object read) {
        if (type == null || !Fingerprint.isOfTheApplication(type)) {
            return null;
        }
        for (Field field : type.getDeclaredFields()) {
            if (counts(field, written) && field.trySetAccessible()) {
                String found =
                        find(
                                at + "." + field.getName(),
                                valueOf(field, written),
                                valueOf(field, read));
                if (found != null) {
                    return found;
                }
            }
        }
        return inFields(at, type.getSuperclass(), written, read);
    }

    private boolean counts(Field field, Object owner) {
        return !Modifier.isStatic(field.getModifiers())
                && !field.isSynthetic()
                && (owner == root || !Modifier.isTransient(field.getModifiers()));
    }

    private static @Nullable Object valueOf(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("It was made accessible: " + field, e);
        }
    }

    /** Two objects, whatever they say of themselves. */
    private static final class Compared {

        private final Object written;
        private final Object read;

        Compared(Object written, Object read) {
            this.written = written;
            this.read = read;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Compared pair && written == pair.written && read == pair.read;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(written) + System.identityHashCode(read);
        }
    }
}
