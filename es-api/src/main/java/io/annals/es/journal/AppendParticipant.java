package io.annals.es.journal;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import java.util.List;

/**
 * Takes part in appends: what it does belongs to their transactions, and where it throws, nothing
 * is stored.
 *
 * <p>Must be thread-safe. It is called on the thread and in the transaction of the append; what it
 * throws marks the transaction rollback-only and reaches the caller as it is.
 */
public interface AppendParticipant {

    /** Has no part in anything. */
    AppendParticipant NONE =
            new AppendParticipant() {
                @Override
                public boolean joins(List<Append> appends) {
                    return false;
                }

                @Override
                public void stored(EventEnvelope<?> event) {}
            };

    /**
     * Is asked before anything is stored, and may wait.
     *
     * @return whether it wants to be told of the events
     */
    boolean joins(List<Append> appends);

    /**
     * Is told of each new event once all are stored, in the order in which they are: as it would be
     * read, but without a position. A repeated append stores nothing, and nothing is told.
     */
    void stored(EventEnvelope<?> event);
}
