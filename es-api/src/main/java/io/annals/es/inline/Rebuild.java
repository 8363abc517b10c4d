package io.annals.es.inline;

import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.Holder;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Makes the view of an inline projection anew from all stored events, in one transaction that holds
 * up the appends of its categories.
 *
 * <p>Thread-safe. The appends that were there first are over when it reads, and the others have not
 * begun: so every event is either read here or told to the handlers by its append, and no position
 * is needed to know where the one ends and the other begins.
 */
final class Rebuild {

    private static final Logger LOG = System.getLogger(Rebuild.class.getName());
    private static final int PAGE = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final TypedJournal journal;
    private final JournalStorage storage;
    private final Transactions transactions;

    Rebuild(TypedJournal journal, JournalStorage storage, Transactions transactions) {
        this.journal = journal;
        this.storage = storage;
        this.transactions = transactions;
    }

    /** Builds a view for the first time. */
    Rebuilt first(InlineProjection projection) {
        return run(
                projection,
                () -> storage.consumers().create(StoredConsumer.inline(projection.name())));
    }

    /** Builds a view anew. */
    Rebuilt again(InlineProjection projection) {
        return run(projection, () -> {});
    }

    private Rebuilt run(InlineProjection projection, Runnable before) {
        AtomicLong locked = new AtomicLong();
        long events =
                transactions.inNew(
                        () -> {
                            before.run();
                            storage.consumers().lock(projection.name());
                            locked.set(System.nanoTime());
                            return build(projection);
                        });
        Rebuilt rebuilt = new Rebuilt(events, Duration.ofNanos(System.nanoTime() - locked.get()));
        LOG.log(
                Level.INFO,
                "Built the view of inline projection {0} from {1} events; appends of its categories waited for up to {2} ms",
                projection.name(),
                String.valueOf(events),
                String.valueOf(rebuilt.paused().toMillis()));
        return rebuilt;
    }

    private long build(InlineProjection projection) {
        EventFilter wanted = projection.definition().filter(journal.eventTypes());
        EventFilter filter = journal.storedAs(wanted);
        awaitPositions(projection, filter);
        projection.reset();
        long events = 0;
        long position = 0;
        boolean more = true;
        while (more) {
            Page page = storage.read(position, Long.MAX_VALUE, filter, PAGE);
            for (StoredEvent event : page.events()) {
                journal.deserializeWithoutPosition(event, wanted).forEach(projection::replay);
                position = event.position();
                events++;
            }
            more = page.more();
        }
        return events;
    }

    /** Where a sequencer numbers what is committed, the last events may wait for it. */
    private void awaitPositions(InlineProjection projection, EventFilter filter) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (storage.awaitsPosition(filter)) {
            storage.settledUpTo();
            if (System.nanoTime() - end > 0) {
                throw new EventSourcingException(
                        "Could not build the view of inline projection %s: for %s committed events have waited for their positions (%s). Try again when that is over"
                                .formatted(
                                        projection.name(),
                                        PATIENCE,
                                        storage.heldUpBy().stream()
                                                .map(Holder::description)
                                                .collect(Collectors.joining("; "))));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
