package io.annals.es.cdi.projection;

import io.annals.es.DefinitionException;
import io.annals.es.projection.ProjectionDefinition;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Vetoed;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The projections among the beans of this application.
 *
 * <p>Immutable and thread-safe.
 */
@Vetoed // ProjectionDiscovery makes the bean
public final class DefinedProjections {

    private final List<ProjectionDefinition> definitions;

    private DefinedProjections(List<ProjectionDefinition> definitions) {
        this.definitions = List.copyOf(definitions);
    }

    /**
     * Reads and checks projection classes.
     *
     * @throws DefinitionException if any of them is broken, or two have one name and version; the
     *     message tells all that is wrong
     */
    static DefinedProjections of(Collection<? extends Class<?>> projections) {
        List<String> problems = new ArrayList<>();
        Map<String, ProjectionDefinition> byConsumer = new LinkedHashMap<>();
        for (Class<?> projection : projections) {
            try {
                ProjectionDefinition definition = ProjectionDefinition.of(projection);
                CallableBy.theEngine(definition);
                ProjectionDefinition other = byConsumer.put(definition.consumer(), definition);
                if (other != null) {
                    problems.add(sameName(other, definition));
                }
            } catch (DefinitionException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(String.join("\n", problems));
        }
        return new DefinedProjections(List.copyOf(byConsumer.values()));
    }

    List<ProjectionDefinition> definitions() {
        return definitions;
    }

    /** The event classes that they handle. */
    public Set<Class<?>> events() {
        return definitions.stream()
                .flatMap(definition -> definition.events().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Checks that classes with the annotation are beans: one that is none would follow nothing, and
     * nobody would know. Those that the application has switched off on purpose may be none.
     *
     * @throws DefinitionException if one is no bean
     */
    public void requireBeans(Collection<? extends Class<?>> annotated) {
        List<String> strangers =
                annotated.stream()
                        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                        .filter(type -> !type.isAnnotationPresent(Alternative.class))
                        .filter(type -> !type.isAnnotationPresent(Vetoed.class))
                        .filter(type -> definitions.stream().noneMatch(known -> isA(known, type)))
                        .map(Class::getName)
                        .sorted()
                        .toList();
        if (!strangers.isEmpty()) {
            throw new DefinitionException(
                    "Annotated with @Projection, but no bean of the application: %s. Add a scope, as @ApplicationScoped; or @Vetoed, if it is not to run"
                            .formatted(String.join(", ", strangers)));
        }
    }

    private static boolean isA(ProjectionDefinition known, Class<?> type) {
        return type.isAssignableFrom(known.projectionClass());
    }

    private static String sameName(ProjectionDefinition one, ProjectionDefinition other) {
        return "Two projections are named '%s': %s and %s. A name and version is one checkpoint, and belongs to one projection; give one another name or version"
                .formatted(
                        one.consumer(),
                        one.projectionClass().getName(),
                        other.projectionClass().getName());
    }
}
