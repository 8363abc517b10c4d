package io.annals.es.journal;

import io.annals.es.DefinitionException;
import io.annals.es.EventFilter;
import io.annals.es.EventRevision;
import io.annals.es.evolution.Upcaster;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What leads from which revision to which others; without cycles. Immutable. */
final class UpcasterGraph {

    private final Map<String, Map<Integer, Step>> byType;
    private final Map<EventRevision, Set<EventRevision>> targets;

    private UpcasterGraph(
            Map<String, Map<Integer, Step>> byType,
            Map<EventRevision, Set<EventRevision>> targets) {
        this.byType = byType;
        this.targets = targets;
    }

    /**
     * Puts upcasters together.
     *
     * @throws DefinitionException if one does not say what it reads and makes, two read the same
     *     revision, or a chain leads back to where it began
     */
    static UpcasterGraph of(Collection<? extends Upcaster<?>> upcasters) {
        Map<String, Map<Integer, Step>> byType = new TreeMap<>();
        Map<EventRevision, Set<EventRevision>> targets = new HashMap<>();
        for (Upcaster<?> upcaster : upcasters) {
            EventRevision from = said(upcaster, "from", Upcaster::from);
            Step step = new Step(upcaster, said(upcaster, "to", each -> Set.copyOf(each.to())));
            if (step.to().isEmpty()
                    && said(upcaster, "dropReason", Upcaster::dropReason).isEmpty()) {
                throw new DefinitionException(
                        "The upcaster %s makes nothing, and does not say why. Let it have a dropReason, or name in to() what it makes"
                                .formatted(name(upcaster)));
            }
            Step other =
                    byType.computeIfAbsent(from.type(), type -> new TreeMap<>())
                            .put(from.revision(), step);
            if (other != null) {
                throw new DefinitionException(
                        "There are two upcasters of %s: %s and %s. Keep one"
                                .formatted(
                                        from,
                                        other.upcaster().getClass().getName(),
                                        upcaster.getClass().getName()));
            }
            targets.put(from, step.to());
        }
        UpcasterGraph graph = new UpcasterGraph(new HashMap<>(byType), targets);
        Set<EventRevision> sound = new HashSet<>();
        byType.forEach(
                (type, revisions) ->
                        revisions
                                .keySet()
                                .forEach(
                                        revision ->
                                                graph.requireNoCycle(
                                                        new EventRevision(type, revision),
                                                        new LinkedHashSet<>(),
                                                        sound)));
        return graph;
    }

    private static <R> R said(
            Upcaster<?> upcaster, String method, Function<Upcaster<?>, R> question) {
        try {
            return Objects.requireNonNull(question.apply(upcaster), "it returns null");
        } catch (RuntimeException | AssertionError | LinkageError e) {
            throw new DefinitionException(
                    "The upcaster %s does not say what it reads and makes: its method %s failed (%s)"
                            .formatted(upcaster.getClass().getName(), method, e));
        }
    }

    /** Names an upcaster in messages. */
    static String name(Upcaster<?> upcaster) {
        return "of %s (%s)".formatted(upcaster.from(), upcaster.getClass().getName());
    }

    List<Upcaster<?>> upcasters() {
        List<Upcaster<?>> all = new ArrayList<>();
        byType.values()
                .forEach(revisions -> revisions.values().forEach(step -> all.add(step.upcaster())));
        return all;
    }

    boolean isEmpty() {
        return byType.isEmpty();
    }

    @Nullable Step find(String type, int revision) {
        Map<Integer, Step> revisions = byType.get(type);
        return revisions == null ? null : revisions.get(revision);
    }

    /**
     * The filter that finds in a storage all that another filter wants of what is read. It may find
     * more.
     */
    EventFilter stored(EventFilter wanted) {
        if (isEmpty() || wanted.types().isEmpty() && wanted.excludedTypes().isEmpty()) {
            return wanted;
        }
        Set<String> types = new HashSet<>(wanted.types());
        Set<String> excluded = new HashSet<>(wanted.excludedTypes());
        for (String type : byType.keySet()) {
            Set<String> ends = new HashSet<>();
            targets.keySet().stream()
                    .filter(from -> from.type().equals(type))
                    .flatMap(from -> ends(from).stream())
                    .forEach(end -> ends.add(end.type()));
            if (!types.isEmpty() && ends.stream().anyMatch(wanted.types()::contains)) {
                types.add(type);
            }
            if (!wanted.excludedTypes().containsAll(ends)) {
                excluded.remove(type);
            }
        }
        return new EventFilter(wanted.categories(), types, excluded);
    }

    /** What keeps events of some revisions from being read, and upcasters from being of use. */
    List<String> problems(Set<EventRevision> stored, EventTypes types) {
        List<String> problems = new ArrayList<>();
        for (EventRevision from : sorted(targets.keySet())) {
            if (types.isWritten(from)) {
                problems.add(
                        "%s has an upcaster, and is what is written today. Give the event class the revision that the upcaster leads to, or remove the upcaster"
                                .formatted(from));
            }
        }
        targets.forEach(
                (from, to) ->
                        Stream.concat(Stream.of(from), to.stream())
                                .filter(revision -> types.isNamedByTool(revision.type()))
                                .map(
                                        "%s is read or made by an upcaster, and its class has a format with rules of its own. Remove the upcaster, or lead to a type of another name"
                                                ::formatted)
                                .sorted()
                                .forEach(problems::add));
        for (EventRevision revision : sorted(stored)) {
            boolean upcast = targets.containsKey(revision);
            for (EventRevision end : sorted(ends(revision))) {
                String problem = types.problem(end, upcast);
                if (problem != null && (upcast || types.isOutdated(end))) {
                    problems.add("%s: %s".formatted(revision, problem));
                }
            }
        }
        return problems;
    }

    /** Where the chains end that begin at a revision; the revision itself if there are none. */
    private Set<EventRevision> ends(EventRevision revision) {
        Set<EventRevision> ends = new HashSet<>();
        Set<EventRevision> seen = new HashSet<>(Set.of(revision));
        Deque<EventRevision> left = new ArrayDeque<>(seen);
        for (EventRevision next = left.poll(); next != null; next = left.poll()) {
            Set<EventRevision> to = targets.get(next);
            if (to == null) {
                ends.add(next);
            } else {
                to.stream().filter(seen::add).forEach(left::add);
            }
        }
        return ends;
    }

    /**
     * Goes all ways.
     *
     * @param sound where no way leads into a circle; ways that part and meet again are many
     */
    private void requireNoCycle(
            EventRevision revision, LinkedHashSet<EventRevision> before, Set<EventRevision> sound) {
        if (sound.contains(revision)) {
            return;
        }
        if (!before.add(revision)) {
            List<EventRevision> cycle = new ArrayList<>(before);
            cycle = new ArrayList<>(cycle.subList(cycle.indexOf(revision), cycle.size()));
            cycle.add(revision);
            throw new DefinitionException(
                    "The upcasters lead in a circle: %s. Let each lead to a revision that none of these reads"
                            .formatted(
                                    cycle.stream()
                                            .map(EventRevision::toString)
                                            .collect(Collectors.joining(" -> "))));
        }
        for (EventRevision next : sorted(targets.getOrDefault(revision, Set.of()))) {
            requireNoCycle(next, before, sound);
        }
        before.remove(revision);
        sound.add(revision);
    }

    private static Set<EventRevision> sorted(Set<EventRevision> revisions) {
        Set<EventRevision> sorted =
                new TreeSet<>(
                        Comparator.comparing(EventRevision::type)
                                .thenComparing(EventRevision::revision));
        sorted.addAll(revisions);
        return sorted;
    }

    /**
     * An upcaster, and what it may make.
     *
     * @param to as it has said once
     */
    record Step(Upcaster<?> upcaster, Set<EventRevision> to) {}
}
