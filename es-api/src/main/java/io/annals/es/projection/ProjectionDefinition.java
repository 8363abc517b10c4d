package io.annals.es.projection;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a projection class says of itself, read once and checked: its name, what it follows, and how
 * each event is handled.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProjectionDefinition {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    private final Class<?> projectionClass;
    private final String consumer;
    private final Mode mode;
    private final Set<String> categories;
    private final Handlers handlers;
    private final Optional<Reset> reset;

    private ProjectionDefinition(
            Class<?> projectionClass,
            String consumer,
            Mode mode,
            Set<String> categories,
            Handlers handlers,
            Optional<Reset> reset) {
        this.projectionClass = projectionClass;
        this.consumer = consumer;
        this.mode = mode;
        this.categories = categories;
        this.handlers = handlers;
        this.reset = reset;
    }

    /**
     * Reads and checks a projection class.
     *
     * @throws DefinitionException if it is not annotated with {@link Projection}, if a value there
     *     is impossible, if there is no {@link EventHandler} method, one has a wrong signature, or
     *     an event could go to two of them; if there are two {@link OnReset} methods, or one has a
     *     wrong signature; if a {@link DisallowReplay} method is no handler; or if one of {@link
     *     Mode#INLINE} declares a checked exception
     */
    public static ProjectionDefinition of(Class<?> projectionClass) {
        Projection annotation = projectionClass.getAnnotation(Projection.class);
        if (annotation == null) {
            throw new DefinitionException(
                    "%s is no projection. Annotate it with @Projection(name = \"…\")"
                            .formatted(projectionClass.getName()));
        }
        Handlers handlers = Handlers.of(projectionClass);
        if (annotation.mode() == Mode.INLINE) {
            handlers.all().forEach(Handler::requireUnchecked);
        }
        return new ProjectionDefinition(
                projectionClass,
                consumerOf(projectionClass, annotation),
                annotation.mode(),
                categoriesOf(projectionClass, annotation),
                handlers,
                Reset.of(projectionClass));
    }

    /** The class. */
    public Class<?> projectionClass() {
        return projectionClass;
    }

    /** The name of its consumer: its own with its version, as {@code sales-1}. */
    public String consumer() {
        return consumer;
    }

    /** The name that all its versions have. */
    public String family() {
        return consumer.substring(0, consumer.lastIndexOf('-'));
    }

    /** When it handles events. */
    public Mode mode() {
        return mode;
    }

    /** The methods that are called for it, as the class overrides them: its handlers first. */
    public List<Method> methods() {
        return Stream.concat(handlers.all().map(Handler::method), reset.stream().map(Reset::method))
                .toList();
    }

    /** The event classes that it handles; a handler of all events adds none. */
    public Set<Class<?>> events() {
        return handlers.byEvent().keySet();
    }

    /**
     * The events that it gets: of its categories, all but those that it has no handler for. A type
     * that nobody knows is not among those: where it turns up, the projection must stop.
     *
     * @param knownTypes the names of all event types that the application knows
     */
    public EventFilter filter(Set<String> knownTypes) {
        if (handlers.others() != null) {
            return new EventFilter(categories, Set.of());
        }
        Set<String> unhandled = new HashSet<>(knownTypes);
        unhandled.removeAll(types());
        return new EventFilter(categories, Set.of(), unhandled);
    }

    /** Whether it handles an event of a stream of this category. */
    public boolean handles(String category, Object event) {
        return (categories.isEmpty() || categories.contains(category))
                && handlers.of(event) != null;
    }

    /**
     * Calls the handler of an event, on this thread; not one with {@link DisallowReplay} where the
     * event is replayed.
     *
     * @param projection the bean, or a proxy of it
     * @param replayed whether the event has been acted on before
     * @throws EventSourcingException if there is no handler for it
     * @throws Exception what the handler throws
     */
    public void handle(Object projection, EventEnvelope<?> envelope, boolean replayed)
            throws Exception {
        Handler handler = handlers.of(envelope.event());
        if (handler == null) {
            throw new EventSourcingException(
                    "Could not hand %s to projection %s: it has no @EventHandler method for %s. Add one"
                            .formatted(
                                    envelope,
                                    projectionClass.getName(),
                                    envelope.event().getClass().getName()));
        }
        if (replayed && !handler.replayable()) {
            return;
        }
        try {
            handler.handle(projection, envelope);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new EventSourcingException(
                    "Could not hand %s to %s".formatted(envelope, handler.name()), e);
        }
    }

    /** Whether it has an {@link OnReset} method. */
    public boolean hasReset() {
        return reset.isPresent();
    }

    /**
     * Calls its {@link OnReset} method, on this thread; does nothing where there is none.
     *
     * @param projection the bean, or a proxy of it
     * @throws Exception what the method throws
     */
    public void reset(Object projection) throws Exception {
        if (reset.isEmpty()) {
            return;
        }
        try {
            reset.get().call(projection);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new EventSourcingException(
                    "Could not reset projection " + projectionClass.getName(), e);
        }
    }

    /** Says what follows what, for the log. */
    @Override
    public String toString() {
        return "%s %s as consumer '%s', %s of %s"
                .formatted(
                        mode == Mode.INLINE ? "inline projection" : "projection",
                        projectionClass.getName(),
                        consumer,
                        handlers.others() == null ? "events " + types() : "all events",
                        categories.isEmpty()
                                ? "all categories"
                                : "categories " + new TreeSet<>(categories));
    }

    private SortedSet<String> types() {
        return new TreeSet<>(EventTypes.of(events()).names());
    }

    private static String consumerOf(Class<?> projectionClass, Projection annotation) {
        if (!NAME.matcher(annotation.name()).matches() || annotation.version() < 1) {
            throw new DefinitionException(
                    "The projection %s has @Projection(name = \"%s\", version = %d). Expected 1 to 80 characters of A-Z a-z 0-9 . _ - and a version from 1"
                            .formatted(
                                    projectionClass.getName(),
                                    annotation.name(),
                                    annotation.version()));
        }
        return annotation.name() + "-" + annotation.version();
    }

    private static Set<String> categoriesOf(Class<?> projectionClass, Projection annotation) {
        Set<String> categories = new HashSet<>();
        for (String category : annotation.categories()) {
            try {
                categories.add(StreamId.requireCategory(category));
            } catch (IllegalArgumentException e) {
                throw new DefinitionException(
                        "The projection %s: %s"
                                .formatted(projectionClass.getName(), e.getMessage()));
            }
        }
        return Set.copyOf(categories);
    }
}
