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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What leads from which revision to which others; without cycles. Immutable. */
final class UpcasterGraph {

    private static final Comparator<EventRevision> BY_TYPE =
            Comparator.comparing(EventRevision::type).thenComparing(EventRevision::revision);

    private final Map<EventRevision, Step> steps;

    private UpcasterGraph(Map<EventRevision, Step> steps) {
        this.steps = steps;
    }

    /**
     * Puts upcasters together.
     *
     * @throws DefinitionException if one does not say what it reads and makes, two read the same
     *     revision, or a chain leads back to where it began
     */
    static UpcasterGraph of(Collection<? extends Upcaster<?>> upcasters) {
        Map<EventRevision, Step> steps = new HashMap<>();
        for (Upcaster<?> upcaster : upcasters) {
            EventRevision from = said(upcaster, "from", Upcaster::from);
            Step step = new Step(upcaster, said(upcaster, "to", each -> Set.copyOf(each.to())));
            if (step.to().isEmpty()
                    && said(upcaster, "dropReason", Upcaster::dropReason).isEmpty()) {
                throw new DefinitionException(
                        "The upcaster %s makes nothing, and does not say why. Let it have a dropReason, or name in to() what it makes"
                                .formatted(name(upcaster)));
            }
            Step other = steps.put(from, step);
            if (other != null) {
                throw new DefinitionException(
                        "There are two upcasters of %s: %s and %s. Keep one"
                                .formatted(
                                        from,
                                        other.upcaster().getClass().getName(),
                                        upcaster.getClass().getName()));
            }
        }
        UpcasterGraph graph = new UpcasterGraph(steps);
        Set<EventRevision> sound = new HashSet<>();
        for (EventRevision from : sorted(steps.keySet())) {
            graph.requireNoCycle(from, new LinkedHashSet<>(), sound);
        }
        return graph;
    }

    private static <R> R said(
            Upcaster<?> upcaster, String method, Function<Upcaster<?>, R> question) {
        try {
            return Objects.requireNonNull(question.apply(upcaster), "it returns null");
        } catch (RuntimeException | AssertionError | LinkageError e) {
            throw new DefinitionException(
                    "The upcaster %s does not say what it reads and makes: its method %s failed (%s)"
                            .formatted(upcaster.getClass().getName(), method, e),
                    e);
        }
    }

    /** Names an upcaster in messages. */
    static String name(Upcaster<?> upcaster) {
        return "of %s (%s)".formatted(upcaster.from(), upcaster.getClass().getName());
    }

    List<Upcaster<?>> upcasters() {
        return steps.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_TYPE))
                .<Upcaster<?>>map(step -> step.getValue().upcaster())
                .toList();
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    @Nullable Step find(EventRevision revision) {
        return steps.get(revision);
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
        Map<String, Set<String>> endsByType = new HashMap<>();
        for (EventRevision from : steps.keySet()) {
            Set<String> ends = endsByType.computeIfAbsent(from.type(), type -> new HashSet<>());
            ends(from).forEach(end -> ends.add(end.type()));
        }
        for (Map.Entry<String, Set<String>> entry : endsByType.entrySet()) {
            String type = entry.getKey();
            Set<String> ends = entry.getValue();
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
        for (EventRevision from : sorted(steps.keySet())) {
            if (types.isWritten(from)) {
                problems.add(
                        "%s has an upcaster, and is what is written today. Give the event class the revision that the upcaster leads to, or remove the upcaster"
                                .formatted(from));
            }
        }
        steps.forEach(
                (from, step) ->
                        Stream.concat(Stream.of(from), step.to().stream())
                                .filter(revision -> types.isNamedByTool(revision.type()))
                                .map(
                                        "%s is read or made by an upcaster, and its class has a format with rules of its own. Remove the upcaster, or lead to a type of another name"
                                                ::formatted)
                                .sorted()
                                .forEach(problems::add));
        for (EventRevision revision : sorted(stored)) {
            boolean upcast = steps.containsKey(revision);
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
            Step step = steps.get(next);
            if (step == null) {
                ends.add(next);
            } else {
                step.to().stream().filter(seen::add).forEach(left::add);
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
        Step step = steps.get(revision);
        if (step != null) {
            sorted(step.to()).forEach(next -> requireNoCycle(next, before, sound));
        }
        before.remove(revision);
        sound.add(revision);
    }

    private static Set<EventRevision> sorted(Set<EventRevision> revisions) {
        Set<EventRevision> sorted = new TreeSet<>(BY_TYPE);
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
