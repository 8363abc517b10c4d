package io.annals.es;

import org.jspecify.annotations.Nullable;

/**
 * A stored event could not be turned into an object: its type or revision is unknown here, an
 * upcaster fails, or its payload does not fit its class.
 *
 * <p>The stored event is untouched. Nothing after it was read: events are never skipped.
 */
public final class UnreadableEventException extends EventSourcingException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final long version;
    private final String type;

    /** Names the event, and says why it could not be read. */
    public UnreadableEventException(
            StreamId stream, long version, String type, String reason, @Nullable Throwable cause) {
        super(
                "Could not read event %s version %d of type '%s': %s"
                        .formatted(stream, version, type, reason),
                cause);
        this.stream = stream;
        this.version = version;
        this.type = type;
    }

    /** The stream of the event. */
    public StreamId stream() {
        return stream;
    }

    /** The event's version in its stream. */
    public long version() {
        return version;
    }

    /** The event's logical type name, as stored. */
    public String type() {
        return type;
    }
}
