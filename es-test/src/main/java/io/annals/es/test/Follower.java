package io.annals.es.test;

import io.annals.es.spi.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads the journal as a consumer does: from its checkpoint up to what is settled. For one thread
 * at a time.
 */
final class Follower {

    private final StorageUnderTest journal;
    private final List<StoredEvent> seen = new ArrayList<>();
    private long checkpoint;

    Follower(StorageUnderTest journal) {
        this.journal = journal;
    }

    boolean followWhile(AtomicBoolean writing) {
        while (writing.get()) {
            step();
        }
        return true;
    }

    void step() {
        long upTo = journal.storage().settledUpTo().position();
        seen.addAll(journal.inPages(checkpoint, upTo, journal.ofThisTest(), StorageUnderTest.ALL));
        checkpoint = upTo;
    }

    /** Up to where it has read. */
    long checkpoint() {
        return checkpoint;
    }

    /** The events of the test's category, in the order in which they were read. */
    List<StoredEvent> seen() {
        return List.copyOf(seen);
    }
}
