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
final class RepositoryInjection {

    private static final Set<String> LOOKUPS =
            Set.of(Instance.class.getName(), Provider.class.getName());

    private final BeanInfo bean;
    private final Type type;
    private final boolean looksUp;

    RepositoryInjection(BeanInfo bean, InjectionPointInfo point) {
        this.bean = bean;
        this.looksUp = isLookup(point.type());
        this.type = looksUp ? argument(point.type()) : point.type();
    }

    boolean isOfRepository() {
        return className(type).filter(AggregateRepository.class.getName()::equals).isPresent();
    }

    /**
     * The aggregate class; empty for a look-up of whatever repositories there are.
     *
     * @throws DefinitionException if the type says no class
     */
    Optional<Class<?>> aggregate() {
        if (!type.isParameterizedType()) {
            throw problem("it has no type argument");
        }
        Type argument = argument(type);
        if (argument.isClass()) {
            return Optional.of(load(argument.asClass().declaration().name()));
        }
        if (looksUp && argument.isWildcardType()) {
            return Optional.empty();
        }
        throw problem("its type argument is not a class");
    }

    private Class<?> load(String name) {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(name, false, application);
        } catch (ClassNotFoundException e) {
            throw problem("the aggregate class " + name + " could not be loaded");
        }
    }

    private DefinitionException problem(String reason) {
        return new DefinitionException(
                "Bean %s has an injection point of type %s, for which no repository can be made: %s. Inject AggregateRepository<X> with a class X that is annotated with @Aggregate"
                        .formatted(bean.declaringClass().name(), type, reason));
    }

    private static boolean isLookup(Type type) {
        return type.isParameterizedType() && className(type).filter(LOOKUPS::contains).isPresent();
    }

    private static Type argument(Type type) {
        return type.asParameterizedType().typeArguments().get(0);
    }

    private static Optional<String> className(Type type) {
        if (type.isParameterizedType()) {
            return Optional.of(type.asParameterizedType().declaration().name());
        }
        return type.isClass() ? Optional.of(type.asClass().declaration().name()) : Optional.empty();
    }
}
