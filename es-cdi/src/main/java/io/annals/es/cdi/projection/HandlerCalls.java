package io.annals.es.cdi.projection;

import io.annals.es.EventEnvelope;
import io.annals.es.projection.ProjectionDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/**
 * Calls the methods of projections, each in a request context of its own, so that they may use
 * beans that have it.
 */
@ApplicationScoped
class HandlerCalls {

    @ActivateRequestContext
    public void call(
            ProjectionDefinition definition,
            Object projection,
            EventEnvelope<?> event,
            boolean replayed)
            throws Exception {
        definition.handle(projection, event, replayed);
    }

    @ActivateRequestContext
    public void reset(ProjectionDefinition definition, Object projection) throws Exception {
        definition.reset(projection);
    }
}
