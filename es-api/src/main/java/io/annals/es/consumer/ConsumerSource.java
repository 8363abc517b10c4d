package io.annals.es.consumer;

import java.util.Collection;

/**
 * Names consumers that are to run as long as the application does: a bean of this type is asked
 * once, when the application has started and all event types are known.
 */
public interface ConsumerSource {

    /** The consumers, none of which runs yet; an exception fails the deployment. */
    Collection<Consumer> consumers();
}
