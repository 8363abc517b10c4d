package io.annals.es.cdi.discovery;

import io.annals.es.DefinitionException;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.build.compatible.spi.Validation;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads from the injection points of all beans which aggregates the application uses, and checks
 * them before it starts.
 *
 * <p>Injection points, because in an archive with {@code bean-discovery-mode="annotated"} no
 * extension is shown a record that is annotated with {@code @Aggregate} alone.
 */
public final class AggregateDiscovery implements BuildCompatibleExtension {

    private final Set<Class<?>> aggregates = new LinkedHashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();

    /** For the container. */
    public AggregateDiscovery() {}

    /** Collects the aggregates that a bean wants repositories of. */
    @Registration(types = Object.class)
    public void collect(BeanInfo bean) {
        bean.injectionPoints().stream()
                .flatMap(point -> RepositoryInjection.of(bean, point).stream())
                .forEach(this::collect);
    }

    /** Makes the bean that knows the aggregates. */
    @Synthesis
    public void makeBean(SyntheticComponents beans) {
        beans.addBean(KnownAggregates.class)
                .type(KnownAggregates.class)
                .scope(Singleton.class)
                .withParam(KnownAggregatesCreator.INJECTED, aggregates.toArray(Class<?>[]::new))
                .createWith(KnownAggregatesCreator.class);
    }

    /** Fails the deployment if an aggregate is broken. */
    @Validation
    public void validate(Messages messages) {
        // One by one, then all that are sound together: so that every problem is named once.
        List<Class<?>> sound =
                aggregates.stream().filter(aggregate -> isSound(List.of(aggregate))).toList();
        if (!isSound(sound) || !problems.isEmpty()) {
            messages.error(String.join("\n", problems));
        }
    }

    private void collect(RepositoryInjection injection) {
        try {
            aggregates.add(injection.aggregate());
        } catch (DefinitionException e) {
            problems.add(e.getMessage());
        }
    }

    private boolean isSound(List<? extends Class<?>> candidates) {
        try {
            KnownAggregates.of(candidates);
            return true;
        } catch (DefinitionException e) {
            problems.add(e.getMessage());
            return false;
        }
    }
}
