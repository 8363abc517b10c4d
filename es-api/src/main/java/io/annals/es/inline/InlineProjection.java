package io.annals.es.inline;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.consumer.EventHandler;
import io.annals.es.projection.ProjectionDefinition;

/**
 * A projection whose handlers run within appends.
 *
 * @param definition what it says of itself
 * @param handler calls its methods
 */
public record InlineProjection(ProjectionDefinition definition, EventHandler handler) {

    /** The name by which it is stored. */
    String name() {
        return definition.consumer();
    }

    boolean wants(Append append) {
        return append.events().stream()
                .anyMatch(event -> definition.handles(append.stream().category(), event));
    }

    boolean wants(EventEnvelope<?> event) {
        return definition.handles(event.stream().category(), event.event());
    }

    void handle(EventEnvelope<?> event) {
        call("handle " + event, () -> handler.handle(event));
    }

    void replay(EventEnvelope<?> event) {
        call("handle " + event, () -> handler.replay(event));
    }

    void reset() {
        if (definition.hasReset()) {
            call("empty its view", handler::onReset);
        }
    }

    private void call(String what, Call call) {
        try {
            call.now();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // a handler declares none, but other languages may throw it
            throw new EventSourcingException(
                    "The inline projection %s could not %s".formatted(name(), what), e);
        }
    }

    private interface Call {
        void now() throws Exception;
    }
}
