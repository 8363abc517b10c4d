package io.annals.es.cdi.projection;

import io.annals.es.EventEnvelope;
import io.annals.es.projection.ProjectionDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/**
 * Calls handlers, each in a request context of its own, so that they may use beans that have it.
 */
@ApplicationScoped
class HandlerCalls {

    @ActivateRequestContext
    public void call(ProjectionDefinition definition, Object projection, EventEnvelope<?> event)
            throws Exception {
        definition.handle(projection, event);
    }
}
