package io.annals.es.cdi.projection;

import io.annals.es.DefinitionException;
import io.annals.es.EventJournal;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.consumer.Delivery;
import io.annals.es.projection.ProjectionDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The projections of this application, each a consumer of the journal. */
@ApplicationScoped
class Projections implements ConsumerSource {

    private static final Logger LOG = System.getLogger(Projections.class.getName());

    /** So many events at most share a transaction, while a projection has to catch up. */
    private static final int BATCH = 100;

    @Inject DefinedProjections projections;
    @Inject HandlerCalls calls;
    @Inject BeanManager beans;
    @Inject Instance<EventJournal> journal;

    @Override
    public Collection<Consumer> consumers() {
        if (projections.definitions().isEmpty()) {
            return List.of();
        }
        Set<String> knownTypes = journal.get().eventTypes();
        return projections.definitions().stream()
                .map(definition -> consumer(definition, knownTypes))
                .toList();
    }

    private Consumer consumer(ProjectionDefinition definition, Set<String> knownTypes) {
        Object projection = reference(definition.projectionClass());
        LOG.log(Level.INFO, "Follows the journal, each event exactly once: {0}", definition);
        return new Consumer(
                definition.consumer(),
                definition.family(),
                definition.filter(knownTypes),
                Delivery.EXACTLY_ONCE,
                BATCH,
                1,
                new BoundProjection(definition, projection, calls));
    }

    /** The bean's proxy, or the one instance of a bean without a proxy. */
    private Object reference(Class<?> projectionClass) {
        Bean<?> bean =
                beans.getBeans(projectionClass, Any.Literal.INSTANCE).stream()
                        .filter(candidate -> candidate.getBeanClass() == projectionClass)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new DefinitionException(
                                                "Could not find a bean of the projection %s that has the class as its type. Remove @Typed"
                                                        .formatted(projectionClass.getName())));
        return beans.getReference(bean, projectionClass, beans.createCreationalContext(bean));
    }
}
