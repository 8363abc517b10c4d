package io.annals.es.cdi.discovery;

import io.annals.es.DefinitionException;
import io.annals.es.aggregate.AggregateRepository;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.InjectionPointInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.inject.Provider;
import java.util.Optional;
import java.util.Set;

/**
 * An injection point that asks for a repository, alone or within an {@code Instance} or {@code
 * Provider}.
 */
record RepositoryInjection(BeanInfo bean, Type type) {

    private static final Set<String> LOOKUPS =
            Set.of(Instance.class.getName(), Provider.class.getName());

    /** What an injection point asks for; empty if that is no repository. */
    static Optional<RepositoryInjection> of(BeanInfo bean, InjectionPointInfo point) {
        Type type = point.type();
        Type wanted =
                type.isParameterizedType() && LOOKUPS.contains(className(type))
                        ? argument(type)
                        : type;
        return className(wanted).equals(AggregateRepository.class.getName())
                ? Optional.of(new RepositoryInjection(bean, wanted))
                : Optional.empty();
    }

    /**
     * The aggregate class.
     *
     * @throws DefinitionException if the type names no class
     */
    Class<?> aggregate() {
        if (type.isParameterizedType() && argument(type).isClass()) {
            String name = argument(type).asClass().declaration().name();
            try {
                return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException e) {
                throw new DefinitionException(
                        "Could not load the aggregate %s, of which bean %s wants a repository"
                                .formatted(name, bean.declaringClass().name()));
            }
        }
        throw problem("bean " + bean.declaringClass().name(), type.toString());
    }

    static DefinitionException problem(String where, String type) {
        return new DefinitionException(
                "Could not make the repository %s for %s: its type argument is no class. Inject AggregateRepository<X> with a class X that is annotated with @Aggregate"
                        .formatted(type, where));
    }

    private static Type argument(Type type) {
        return type.asParameterizedType().typeArguments().get(0);
    }

    /** The name of a class type, the empty string for other types. */
    private static String className(Type type) {
        if (type.isParameterizedType()) {
            return type.asParameterizedType().declaration().name();
        }
        return type.isClass() ? type.asClass().declaration().name() : "";
    }
}
