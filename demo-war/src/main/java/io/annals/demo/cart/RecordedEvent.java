package io.annals.demo.cart;

import io.annals.es.EventEnvelope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the API shows it.
 *
 * @param position its place in the journal; null for a moment where the database numbers events
 *     after the commit
 */
public record RecordedEvent(
        long version, @Nullable Long position, String type, Object payload, Instant time) {

    static RecordedEvent of(EventEnvelope<?> envelope) {
        long position = envelope.position();
        return new RecordedEvent(
                envelope.version(),
                position == EventEnvelope.NO_POSITION ? null : position,
                envelope.type(),
                envelope.event(),
                envelope.time());
    }
}
