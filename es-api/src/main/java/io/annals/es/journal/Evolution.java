package io.annals.es.journal;

import io.annals.es.DefinitionException;
import io.annals.es.EventFilter;
import io.annals.es.EventRevision;
import io.annals.es.EventSourcingException;
import io.annals.es.UnreadableEventException;
import io.annals.es.evolution.Part;
import io.annals.es.evolution.Upcaster;
import io.annals.es.spi.EventFormats;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.TreeSerializer;
import io.annals.es.spi.WithoutText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The upcasters of an application, as the chains that they make: what becomes of events of old
 * revisions when they are read.
 *
 * <p>Thread-safe. A payload is parsed once, however long its chain is, and each part bound once.
 */
public final class Evolution {

    private static final Logger LOG = System.getLogger(Evolution.class.getName());

    private final UpcasterGraph graph;
    private final @Nullable TreeSerializer<?> trees;
    private final Set<EventRevision> told = ConcurrentHashMap.newKeySet();

    private Evolution(UpcasterGraph graph, @Nullable TreeSerializer<?> trees) {
        this.graph = graph;
        this.trees = trees;
    }

    /** Without any upcaster. */
    public static Evolution none() {
        return new Evolution(UpcasterGraph.of(List.of()), null);
    }

    /**
     * Puts upcasters together.
     *
     * @param serializer the one that the journal uses; upcasters read and make no events that a
     *     format of {@link EventFormats} covers
     * @throws DefinitionException if two upcasters read the same revision, a chain leads back to
     *     where it began, or the serialiser gives no trees
     */
    public static Evolution of(
            Collection<? extends Upcaster<?>> upcasters, EventSerializer serializer) {
        UpcasterGraph graph = UpcasterGraph.of(upcasters);
        if (graph.isEmpty()) {
            return none();
        }
        EventSerializer own = serializer instanceof EventFormats all ? all.others() : serializer;
        if (own instanceof TreeSerializer<?> trees) {
            return new Evolution(graph, trees);
        }
        throw new DefinitionException(
                "There are upcasters, as %s, but the serialiser %s gives no trees that they could change. Let it implement %s, or remove them"
                        .formatted(
                                UpcasterGraph.name(upcasters.iterator().next()),
                                own.getClass().getName(),
                                TreeSerializer.class.getName()));
    }

    /**
     * Makes sure that events of these revisions can be read. Of a type that is unknown here, or of
     * a revision that is newer than its class, nothing is required: a newer release may have
     * written it, and whoever meets such an event stops there.
     *
     * @param stored what the journal holds
     * @throws DefinitionException if there are some that no chain leads to the revision of a known
     *     class, or upcasters that read what is written today; the message tells them all
     */
    public void requireReadable(Set<EventRevision> stored, EventTypes types) {
        List<String> problems = graph.problems(stored, types);
        if (!problems.isEmpty()) {
            throw new DefinitionException(
                    "The journal holds events that this application could not read: "
                            + String.join("; ", problems));
        }
    }

    /** The filter by which a storage finds all events of which a filter wants a part. */
    EventFilter stored(EventFilter wanted) {
        return graph.stored(wanted);
    }

    /** All of them. */
    Collection<Upcaster<?>> upcasters() {
        return graph.upcasters();
    }

    /** Whether there are any. */
    boolean hasUpcasters() {
        return !graph.isEmpty();
    }

    /** Whether there is one for an event. */
    boolean changes(StoredEvent stored) {
        return reads(stored.type(), stored.revision());
    }

    /** Whether there is one for events of a revision. */
    public boolean reads(String type, int revision) {
        return hasUpcasters()
                && revision > 0 // which what is damaged may not be
                && graph.find(new EventRevision(type, revision)) != null;
    }

    /**
     * What an event is today, in order.
     *
     * @throws UnreadableEventException if that cannot be found out
     */
    @SuppressWarnings("unchecked") // whether trees are what upcasters take is up to their author
    List<TypedEvent> read(StoredEvent stored, EventTypes types) {
        TreeSerializer<Object> serializer = (TreeSerializer<Object>) Objects.requireNonNull(trees);
        return new Reading<>(stored, types, serializer).events();
    }

    private void tellDropped(EventRevision revision, Upcaster<?> upcaster, String reason) {
        if (told.add(revision)) {
            LOG.log(
                    Level.INFO,
                    "Events of {0} are left out by the upcaster {1}: {2}",
                    revision,
                    UpcasterGraph.name(upcaster),
                    reason);
        }
    }

    /** An event of today, and the name of its type. */
    record TypedEvent(String type, Object event) {}

    /** The reading of one event. */
    private final class Reading<T> {

        private final StoredEvent stored;
        private final EventTypes types;
        private final TreeSerializer<T> serializer;
        private final List<TypedEvent> events = new ArrayList<>(1);

        Reading(StoredEvent stored, EventTypes types, TreeSerializer<T> serializer) {
            this.stored = stored;
            this.types = types;
            this.serializer = serializer;
        }

        List<TypedEvent> events() {
            T tree;
            try {
                tree = serializer.parse(stored.payload());
            } catch (RuntimeException e) {
                throw unreadable("its payload could not be parsed", e);
            }
            add(new Part<>(new EventRevision(stored.type(), stored.revision()), tree));
            return events;
        }

        /** Ends, because the graph has no cycles and nothing that is not in it is followed. */
        private void add(Part<T> part) {
            EventRevision revision = part.revision();
            UpcasterGraph.Step found = graph.find(revision);
            if (found == null) {
                events.add(new TypedEvent(revision.type(), bind(part)));
                return;
            }
            @SuppressWarnings("unchecked") // as above
            Upcaster<T> upcaster = (Upcaster<T>) found.upcaster();
            List<Part<T>> parts = upcast(upcaster, part);
            if (parts.isEmpty()) {
                tellDropped(
                        revision,
                        upcaster,
                        asked(upcaster, part, upcaster::dropReason)
                                .orElseThrow(() -> undeclared(upcaster, "nothing")));
            }
            for (Part<T> next : parts) {
                if (!found.to().contains(next.revision())) {
                    throw undeclared(upcaster, next.revision().toString());
                }
                add(next);
            }
        }

        private List<Part<T>> upcast(Upcaster<T> upcaster, Part<T> part) {
            return asked(upcaster, part, () -> List.copyOf(upcaster.upcast(part.payload())));
        }

        /** Whatever it throws may quote the payload, as an assertion does. */
        private <R> R asked(Upcaster<T> upcaster, Part<T> part, Supplier<R> question) {
            try {
                return Objects.requireNonNull(question.get());
            } catch (Throwable e) {
                if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                    throw fatal;
                }
                EventSourcingException failure =
                        WithoutText.failure(
                                "upcast %s by %s"
                                        .formatted(part.revision(), upcaster.getClass().getName()),
                                e,
                                thrown -> "");
                throw unreadable(String.valueOf(failure.getMessage()), failure);
            }
        }

        private Object bind(Part<T> part) {
            EventRevision revision = part.revision();
            String problem = types.problem(revision, true);
            if (problem != null) {
                throw unreadable(problem, null);
            }
            Class<?> eventClass = types.classOf(revision.type()).orElseThrow();
            try {
                return serializer.bind(part.payload(), eventClass);
            } catch (RuntimeException e) {
                throw unreadable(
                        "what it was upcast to, %s, does not fit %s"
                                .formatted(revision, eventClass.getName()),
                        e);
            }
        }

        private UnreadableEventException undeclared(Upcaster<?> upcaster, String made) {
            return unreadable(
                    "the upcaster %s made %s of it, and says that it makes %s"
                            .formatted(
                                    UpcasterGraph.name(upcaster),
                                    made,
                                    upcaster.to().stream()
                                            .map(EventRevision::toString)
                                            .sorted()
                                            .collect(Collectors.joining(", "))),
                    null);
        }

        private UnreadableEventException unreadable(String reason, @Nullable Throwable cause) {
            return new UnreadableEventException(
                    stored.stream(),
                    stored.version(),
                    stored.type(),
                    "of revision %d, %s".formatted(stored.revision(), reason),
                    cause);
        }
    }
}
