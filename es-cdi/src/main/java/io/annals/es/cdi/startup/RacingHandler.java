package io.annals.es.cdi.startup;

import io.annals.es.ContentionException;
import io.annals.es.EventEnvelope;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.EventHandler;
import io.annals.es.spi.StorageProvider;

/**
 * A handler that may lose a race in the database, as segments do that write the same rows: where
 * the database has ended its transaction in favour of another one, the event is to come again.
 *
 * @param handler what it does
 * @param storage knows how the database says so
 */
record RacingHandler(EventHandler handler, StorageProvider storage) implements EventHandler {

    /** A consumer whose handler is such a one. */
    static Consumer in(Consumer consumer, StorageProvider storage) {
        return consumer.withHandler(new RacingHandler(consumer.handler(), storage));
    }

    @Override
    public void handle(EventEnvelope<?> event) throws Exception {
        try {
            handler.handle(event);
        } catch (Exception e) {
            throw told(e);
        }
    }

    @Override
    public void replay(EventEnvelope<?> event) throws Exception {
        try {
            handler.replay(event);
        } catch (Exception e) {
            throw told(e);
        }
    }

    @Override
    public void onReset() throws Exception {
        try {
            handler.onReset();
        } catch (Exception e) {
            throw told(e);
        }
    }

    private Exception told(Exception e) {
        // Whatever it throws rolls back here, a checked exception too, which a container would not.
        return storage.isContention(new IllegalStateException(e))
                ? new ContentionException(
                        "A handler lost against another transaction: the database gave up on a deadlock, a lock or serialisation",
                        e)
                : e;
    }
}
