package io.annals.es;

import java.util.UUID;

/**
 * An append carries an event id that is stored already, and is not a repeat of the append that
 * stored it: it has another stream, other events or more of them. It stored nothing, and the
 * transaction can only be rolled back.
 *
 * <p>No retry helps: the same command was sent with other content, or two commands share an id.
 */
public final class ReusedEventIdException extends EventSourcingException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient StreamId storedStream;
    private final UUID eventId;
    private final long storedVersion;

    /**
     * States which event has the id.
     *
     * @param stream where the append was to go
     * @param eventId the id that is in use
     * @param storedStream the stream of the event that has it
     * @param storedVersion that event's version
     * @param difference how the append differs from what is stored
     */
    public ReusedEventIdException(
            StreamId stream,
            UUID eventId,
            StreamId storedStream,
            long storedVersion,
            String difference) {
        super(
                ("Could not append to %s: event id %s belongs to %s version %d, of which this is no repeat: %s. "
                                + "Repeat an append unchanged, and use new ids for anything else")
                        .formatted(stream, eventId, storedStream, storedVersion, difference));
        this.stream = stream;
        this.eventId = eventId;
        this.storedStream = storedStream;
        this.storedVersion = storedVersion;
    }

    /** The stream that was to be appended to. */
    public StreamId stream() {
        return stream;
    }

    /** The id that is in use. */
    public UUID eventId() {
        return eventId;
    }

    /** The stream of the event that has the id. */
    public StreamId storedStream() {
        return storedStream;
    }

    /** The version of the event that has the id. */
    public long storedVersion() {
        return storedVersion;
    }
}
