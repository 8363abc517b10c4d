package io.annals.es;

import java.util.Objects;

/**
 * What an append returns: the stream and the version of its last event.
 *
 * <p>It is worth something once the transaction has committed. The position is not in it, because
 * it may be given only after the commit: {@link EventJournal#position(Receipt)} looks it up.
 *
 * @param stream the stream appended to
 * @param version the version of the stream's last event after the append
 */
public record Receipt(StreamId stream, long version) {

    /** Rejects nulls. */
    public Receipt {
        Objects.requireNonNull(stream, "stream");
    }
}
