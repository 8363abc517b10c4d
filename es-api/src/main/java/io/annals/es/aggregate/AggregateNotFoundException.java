package io.annals.es.aggregate;

import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;

/** There is no aggregate with this id, or there was none yet at that version or time. */
public final class AggregateNotFoundException extends EventSourcingException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;

    AggregateNotFoundException(StreamId stream, String reason) {
        super("Could not load %s: %s".formatted(stream, reason));
        this.stream = stream;
    }

    /** The stream that was looked for. */
    public StreamId stream() {
        return stream;
    }
}
