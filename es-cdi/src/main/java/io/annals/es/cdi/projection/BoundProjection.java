package io.annals.es.cdi.projection;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.consumer.EventHandler;
import io.annals.es.projection.ProjectionDefinition;

/**
 * A projection and the bean that it is.
 *
 * @param definition what to call
 * @param bean the bean, or a proxy of it
 * @param calls how to call it
 */
record BoundProjection(ProjectionDefinition definition, Object bean, HandlerCalls calls)
        implements EventHandler {

    @Override
    public void handle(EventEnvelope<?> event) throws Exception {
        calls.call(definition, bean, event, false);
    }

    @Override
    public void replay(EventEnvelope<?> event) throws Exception {
        calls.call(definition, bean, event, true);
    }

    @Override
    public void onReset() throws Exception {
        if (!definition.hasReset()) {
            throw new DefinitionException(
                    "The projection %s has no @OnReset method, and what is in its view would be there twice. Add one that empties the view"
                            .formatted(definition.projectionClass().getName()));
        }
        calls.reset(definition, bean);
    }
}
