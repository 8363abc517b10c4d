package io.annals.es.cdi.discovery;

import io.annals.es.DefinitionException;
import io.annals.es.EventJournal;
import io.annals.es.aggregate.AggregateRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.lang.reflect.ParameterizedType;

/**
 * Makes the repository that an injection point asks for.
 *
 * <p>One bean for the repositories of all classes, because no extension is told of the injection
 * points of servlets, of resource classes without a scope, and of look-ups in code.
 */
@ApplicationScoped
class Repositories {

    @Inject EventJournal journal;
    @Inject RepositoryFactory factory;
    @Inject KnownAggregates aggregates;

    /**
     * The repository of the class that the injection point names.
     *
     * @throws DefinitionException if it names no class, or the class is no sound aggregate
     */
    @Produces
    @Dependent
    <A> AggregateRepository<A> repository(InjectionPoint point) {
        if (point.getType() instanceof ParameterizedType type
                && type.getActualTypeArguments()[0] instanceof Class<?> aggregate) {
            @SuppressWarnings("unchecked") // the argument of the injection point's type is A
            Class<A> known = (Class<A>) aggregate;
            return factory.repository(aggregates.definition(known), journal);
        }
        throw RepositoryInjection.problem(String.valueOf(point), point.getType().getTypeName());
    }
}
