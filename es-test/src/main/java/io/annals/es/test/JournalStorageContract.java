package io.annals.es.test;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * The storage conformance suite: what a {@link JournalStorage} must do, as tests.
 *
 * <p>A storage's module extends this class and names the storage and its transactions; the tests
 * are inherited. They must hold on a journal that is empty as well as on one that holds events, so
 * nothing needs to be reset between them: each test writes to a category of its own. They need four
 * transactions at a time, thus at least five connections, and a storage to which nobody else
 * appends meanwhile.
 *
 * <p>The suite proves promises 1 to 8 as far as one running process can: atomic, ordered, typed
 * conflicts, never skipped, no guessing, stream order kept, only committed events leave, immutable;
 * and that a repeated append is stored once.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
public abstract class JournalStorageContract
        implements AtomicAppends,
                OrderedStreams,
                Conflicts,
                Races,
                RepeatedAppends,
                RepeatRaces,
                SettledJournal,
                NeverSkipped,
                RandomHistories,
                JournalPages,
                EventsSince,
                StoredFacts,
                StreamIds,
                Revisions,
                Checkpoints,
                ConsumerLocks,
                DeadLetters,
                Consumers,
                Leases,
                Snapshots {

    private final String category = "tck-" + UUID.randomUUID();

    /** For subclasses. */
    protected JournalStorageContract() {}

    /** The storage under test; the same one, or another over the same journal, at each call. */
    @Override
    public abstract JournalStorage storage();

    /** The transactions that the storage joins, usable from any thread. */
    @Override
    public abstract Transactions transactions();

    /** How long committed events may take to be settled before a test fails. */
    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }

    @Override
    public final String category() {
        return category;
    }
}
