package io.annals.es.cdi.projection;

import io.annals.es.DefinitionException;
import io.annals.es.EventJournal;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerSource;
import io.annals.es.consumer.Delivery;
import io.annals.es.inline.InlineProjection;
import io.annals.es.projection.Mode;
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
public class Projections implements ConsumerSource {

    private static final Logger LOG = System.getLogger(Projections.class.getName());

    /** So many events at most share a transaction, while a projection has to catch up. */
    private static final int BATCH = 1_000;

    @Inject DefinedProjections projections;
    @Inject HandlerCalls calls;
    @Inject BeanManager beans;
    @Inject Instance<EventJournal> journal;

    @Override
    public Collection<Consumer> consumers() {
        List<ProjectionDefinition> following = of(Mode.FOLLOWING);
        if (following.isEmpty()) {
            return List.of();
        }
        Set<String> knownTypes = journal.get().eventTypes();
        return following.stream().map(definition -> consumer(definition, knownTypes)).toList();
    }

    /** Whether there are some that are part of appends. */
    public boolean areInline() {
        return !of(Mode.INLINE).isEmpty();
    }

    /** Those that are part of appends; their beans are made now, where they were not. */
    public List<InlineProjection> inline() {
        return of(Mode.INLINE).stream()
                .map(definition -> new InlineProjection(definition, bound(definition)))
                .toList();
    }

    private List<ProjectionDefinition> of(Mode mode) {
        return projections.definitions().stream()
                .filter(definition -> definition.mode() == mode)
                .toList();
    }

    private BoundProjection bound(ProjectionDefinition definition) {
        return new BoundProjection(definition, reference(definition.projectionClass()), calls);
    }

    private Consumer consumer(ProjectionDefinition definition, Set<String> knownTypes) {
        LOG.log(Level.INFO, "Follows the journal, each event exactly once: {0}", definition);
        return new Consumer(
                definition.consumer(),
                definition.family(),
                definition.filter(knownTypes),
                Delivery.EXACTLY_ONCE,
                BATCH,
                1,
                bound(definition));
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
