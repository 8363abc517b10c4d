package io.annals.es.cdi.discovery;

import io.annals.es.DefinitionException;
import io.annals.es.aggregate.AggregateRepository;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.build.compatible.spi.Types;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads from the injection points of all beans which aggregates the application uses, checks them,
 * and makes an {@link AggregateRepository} bean for each.
 *
 * <p>Injection points, because in an archive with {@code bean-discovery-mode="annotated"} no
 * extension is shown a record that is annotated with {@code @Aggregate} alone.
 */
public final class AggregateDiscovery implements BuildCompatibleExtension {

    private final Map<String, Class<?>> aggregates = new TreeMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    /** For the container. */
    public AggregateDiscovery() {}

    /** Collects the aggregates that a bean wants repositories of. */
    @Registration(types = Object.class)
    public void collect(BeanInfo bean) {
        bean.injectionPoints().stream()
                .map(point -> new RepositoryInjection(bean, point))
                .filter(RepositoryInjection::isOfRepository)
                .forEach(this::collect);
    }

    /** Checks the aggregates and makes the beans. */
    @Synthesis
    @SuppressWarnings({"unchecked", "rawtypes"}) // the creator's class literal is raw
    public void makeBeans(SyntheticComponents beans, Types types) {
        requireSoundness();
        for (Class<?> aggregate : aggregates.values()) {
            beans.addBean(AggregateRepository.class)
                    .type(types.parameterized(AggregateRepository.class, aggregate))
                    .scope(Singleton.class)
                    .withParam(RepositoryCreator.AGGREGATE, aggregate)
                    .createWith(RepositoryCreator.class);
        }
        beans.addBean(KnownAggregates.class)
                .type(KnownAggregates.class)
                .scope(Singleton.class)
                .withParam(
                        KnownAggregatesCreator.INJECTED,
                        aggregates.values().toArray(Class<?>[]::new))
                .createWith(KnownAggregatesCreator.class);
    }

    private void collect(RepositoryInjection injection) {
        try {
            injection
                    .aggregate()
                    .ifPresent(aggregate -> aggregates.put(aggregate.getName(), aggregate));
        } catch (DefinitionException e) {
            problems.add(e.getMessage());
        }
    }

    /**
     * Throws, because what is reported by {@code Messages} comes after the container's own
     * complaints about the same.
     */
    private void requireSoundness() {
        Set<Class<?>> sound = new LinkedHashSet<>();
        for (Class<?> aggregate : aggregates.values()) {
            try {
                KnownAggregates.of(Set.of(aggregate));
                sound.add(aggregate);
            } catch (DefinitionException e) {
                problems.add(e.getMessage());
            }
        }
        try {
            KnownAggregates.of(sound);
        } catch (DefinitionException e) {
            problems.add(e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(String.join("\n", problems));
        }
    }
}
