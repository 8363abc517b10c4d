package io.annals.es.journal;

import io.annals.es.DefinitionException;
import io.annals.es.EventRevision;
import io.annals.es.EventType;
import io.annals.es.spi.EventNaming;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The known event classes and their logical type names: the allow-list of everything that is
 * written or read.
 *
 * <p>Immutable and thread-safe.
 */
public final class EventTypes {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final List<EventNaming> NAMINGS =
            ServiceLoader.load(EventNaming.class, EventNaming.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private final Map<Class<?>, EventType> byClass;
    private final Map<String, Class<?>> byName;

    private EventTypes(Map<Class<?>, EventType> byClass, Map<String, Class<?>> byName) {
        this.byClass = Map.copyOf(byClass);
        this.byName = Map.copyOf(byName);
    }

    /**
     * Registers event classes.
     *
     * @param eventClasses concrete classes, see {@link #permittedBy(Class)}; repeated ones count
     *     once
     * @throws DefinitionException if a class has no {@link #declaredBy type}, its name or revision
     *     is not as described at {@link EventType}, or two classes have one name
     */
    public static EventTypes of(Collection<? extends Class<?>> eventClasses) {
        Map<Class<?>, EventType> byClass = new LinkedHashMap<>();
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        for (Class<?> eventClass : eventClasses) {
            EventType type = typeOf(eventClass);
            Class<?> other = byName.put(type.value(), eventClass);
            if (other != null && other != eventClass) {
                throw new DefinitionException(
                        "Two event classes have the type name '%s': %s and %s. Give one another name"
                                .formatted(type.value(), other.getName(), eventClass.getName()));
            }
            byClass.put(eventClass, type);
        }
        return new EventTypes(byClass, byName);
    }

    /**
     * The type name and revision that a class has by its annotation, or else by an {@link
     * EventNaming}; empty if it has none.
     *
     * @throws DefinitionException if two namings give one, or a naming refuses the class
     */
    public static Optional<EventType> declaredBy(Class<?> eventClass) {
        EventType annotation = eventClass.getAnnotation(EventType.class);
        if (annotation != null) {
            return Optional.of(annotation);
        }
        List<EventType> given =
                NAMINGS.stream().flatMap(naming -> naming.typeOf(eventClass).stream()).toList();
        if (given.size() > 1) {
            throw new DefinitionException(
                    "The event class %s is given the type names %s. Keep one of the modules that name it"
                            .formatted(
                                    eventClass.getName(),
                                    given.stream().map(EventType::value).toList()));
        }
        return given.stream().findFirst();
    }

    /**
     * The concrete classes that a sealed type permits, directly or through other sealed types, in
     * the order of declaration; a concrete class permits itself.
     *
     * @throws DefinitionException if a type on the way is open: neither sealed nor a final class
     */
    public static Set<Class<?>> permittedBy(Class<?> events) {
        Set<Class<?>> concrete = new LinkedHashSet<>();
        collect(events, concrete);
        return concrete;
    }

    /** The class behind a type name; empty if the name is unknown. */
    public Optional<Class<?>> classOf(String typeName) {
        return Optional.ofNullable(byName.get(typeName));
    }

    /** The type name and revision of a class; empty if the class is unknown. */
    public Optional<EventType> typeFor(Class<?> eventClass) {
        return Optional.ofNullable(byClass.get(eventClass));
    }

    /** Whether the class of this type is of this revision. */
    boolean isWritten(EventRevision revision) {
        return isWritten(revision.type(), revision.revision());
    }

    boolean isWritten(String type, int revision) {
        Class<?> eventClass = byName.get(type);
        return eventClass != null && revisionOf(eventClass) == revision;
    }

    /** Whether the class of this type reads events of this revision as they are stored. */
    boolean isRead(String type, int revision) {
        Class<?> eventClass = byName.get(type);
        return eventClass != null && isRead(eventClass, revision);
    }

    /** What is named otherwise than by its annotation has rules of its own for former revisions. */
    private boolean isRead(Class<?> eventClass, int revision) {
        int known = revisionOf(eventClass);
        return known == revision || known > revision && isNamedByTool(eventClass);
    }

    /** Whether a type's class has its name otherwise than by its annotation. */
    boolean isNamedByTool(String type) {
        Class<?> eventClass = byName.get(type);
        return eventClass != null && isNamedByTool(eventClass);
    }

    private boolean isNamedByTool(Class<?> eventClass) {
        return byClass.get(eventClass) instanceof EventType.Literal;
    }

    /** Whether the class of this type is of a later revision. */
    boolean isOutdated(EventRevision revision) {
        Class<?> eventClass = byName.get(revision.type());
        return eventClass != null && revisionOf(eventClass) > revision.revision();
    }

    /**
     * Why an event cannot be read as one of this revision; null if it can.
     *
     * @param upcast whether an upcaster has made it so
     */
    @Nullable String problem(EventRevision revision, boolean upcast) {
        Class<?> eventClass = byName.get(revision.type());
        if (eventClass != null && isRead(eventClass, revision.revision())) {
            return null;
        }
        String led = upcast ? "an upcaster leads to %s, but ".formatted(revision) : "";
        if (eventClass == null) {
            return led
                    + "no event class with this type name is known. Deploy the class, or correct its @EventType";
        }
        int known = revisionOf(eventClass);
        return led
                + "%s is of revision %d, and %s"
                        .formatted(
                                eventClass.getName(),
                                known,
                                known > revision.revision()
                                        ? "no upcaster leads on from revision %d. Add one"
                                                .formatted(revision.revision())
                                        : "knows nothing of revision %d. Deploy the release that does"
                                                .formatted(revision.revision()));
    }

    private int revisionOf(Class<?> eventClass) {
        return Objects.requireNonNull(byClass.get(eventClass)).revision();
    }

    /** All type names. */
    public Set<String> names() {
        return byName.keySet();
    }

    private static void collect(Class<?> type, Set<Class<?>> concrete) {
        if (type.isSealed()) {
            if (!Modifier.isAbstract(type.getModifiers())) {
                concrete.add(type);
            }
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, concrete);
            }
        } else if (Modifier.isFinal(type.getModifiers())) {
            concrete.add(type);
        } else {
            throw new DefinitionException(
                    "The event types of %s are not closed. Make it sealed, or a record or final class, so that all event types are known"
                            .formatted(type.getName()));
        }
    }

    private static EventType typeOf(Class<?> eventClass) {
        EventType type =
                declaredBy(eventClass)
                        .orElseThrow(
                                () ->
                                        new DefinitionException(
                                                "The event class %s has no type name. Annotate it with @EventType(\"…\"), a name to keep for ever"
                                                        .formatted(eventClass.getName())));
        if (!NAME.matcher(type.value()).matches() || type.revision() < 1) {
            throw new DefinitionException(
                    "The event class %s has the type name '%s', revision %d. Expected 1 to 100 characters of A-Z a-z 0-9 . _ - and a revision from 1"
                            .formatted(eventClass.getName(), type.value(), type.revision()));
        }
        return type;
    }
}
