package io.annals.es.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far this node can read the journal, and what keeps it from reading on.
 *
 * @param position the position up to which the journal is settled
 * @param waiting how long it has been settled no further although more is known to be there; zero
 *     while it moves, or nothing is there
 * @param heldUpBy whom it waits for, in words that anybody may read; empty during the first five
 *     seconds
 * @param pending how many events are committed and cannot be read yet, as counted within the last
 *     second; 100,000 where there are more
 * @param unanswered for how long the storage has owed an answer; zero while it owes none
 * @param failure why the storage could not be asked the last time, or is not as it must be, as
 *     where its schema has become one of another version; empty if all is well
 */
public record JournalStatus(
        long position,
        Duration waiting,
        List<String> heldUpBy,
        long pending,
        Duration unanswered,
        Optional<Throwable> failure) {

    /** Copies the list. */
    public JournalStatus {
        heldUpBy = List.copyOf(heldUpBy);
    }
}
