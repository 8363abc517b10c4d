package io.annals.es.consumer;

import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.DeadLetter.Decision;
import io.annals.es.spi.DeadLetterStore;
import io.annals.es.spi.DeadLetterStore.DeadStream;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The streams of a segment that wait behind an event that could not be handled, and what becomes of
 * them.
 *
 * <p>Used by the segment's thread, which alone adds to them and takes from them; only the counts
 * may be asked for by others.
 */
final class SetAside {

    private static final Logger LOG = System.getLogger(SetAside.class.getName());

    private final Consumer consumer;
    private final Segment segment;
    private final JournalStorage storage;
    private final Transactions transactions;
    private final Handling handling;
    private final Runnable fence;
    private final long most;
    private final Set<StreamId> streams = new HashSet<>();
    private final Deque<StreamId> free = new ArrayDeque<>();
    private final AtomicLong letters = new AtomicLong();
    private final AtomicLong dismissed = new AtomicLong();

    /**
     * Prepares for a segment.
     *
     * @param fence makes sure, within a transaction, that nobody else works for the segment before
     *     it has ended
     * @param most how many events may be aside
     */
    SetAside(
            Consumer consumer,
            Segment segment,
            JournalStorage storage,
            Transactions transactions,
            Handling handling,
            Runnable fence,
            long most) {
        this.consumer = consumer;
        this.segment = segment;
        this.storage = storage;
        this.transactions = transactions;
        this.handling = handling;
        this.fence = fence;
        this.most = most;
    }

    /** How many events are aside. */
    long letters() {
        return letters.get();
    }

    /** How many were dismissed by this thread. */
    long dismissed() {
        return dismissed.get();
    }

    /** Finds out what is aside, and what of it may go on. */
    void load() {
        streams.clear();
        free.clear();
        long found = 0;
        List<DeadStream> all =
                transactions.inNew(() -> storage.deadLetters().streams(consumer.name()));
        for (DeadStream stream : all) {
            if (segment.contains(stream.stream())) {
                streams.add(stream.stream());
                found += stream.letters();
                if (!stream.stands()) {
                    free.add(stream.stream());
                }
            }
        }
        letters.set(found);
    }

    /** Whether an event must wait behind another one of its stream. */
    boolean holdsUp(StoredEvent event) {
        return streams.contains(event.stream());
    }

    /** Those of some events that must. */
    List<StoredEvent> heldUp(List<StoredEvent> events) {
        return streams.isEmpty() ? List.of() : events.stream().filter(this::holdsUp).toList();
    }

    /**
     * Refuses to set aside more than is reasonable.
     *
     * @throws NotHandled if there are too many
     */
    void requireRoomFor(List<StoredEvent> events) {
        if (!events.isEmpty() && letters.get() + events.size() > most) {
            throw new NotHandled(
                    consumer,
                    events.get(0),
                    NotHandled.Reason.TOO_MANY,
                    new EventSourcingException(
                            "%d events are set aside already, and that is the limit. Retry or dismiss some of them"
                                    .formatted(letters.get())));
        }
    }

    /**
     * Sets events aside that must wait, in the caller's transaction; {@link #added} is to follow.
     */
    void add(List<StoredEvent> waiting) {
        DeadLetterStore store = storage.deadLetters();
        waiting.forEach(event -> store.add(consumer.name(), event));
    }

    /** The transaction of {@link #add} has committed. */
    void added(int count) {
        letters.addAndGet(count);
    }

    /**
     * Sets an event aside that could not be handled.
     *
     * @param done notes that the consumer goes on after it, in the same transaction
     */
    void put(StoredEvent event, NotHandled failure, Runnable done) {
        requireRoomFor(List.of(event));
        Throwable cause = failure.why();
        transactions.inNew(
                () -> {
                    storage.deadLetters().add(consumer.name(), event);
                    fail(event, cause);
                    done.run();
                    return true;
                });
        streams.add(event.stream());
        letters.incrementAndGet();
        LOG.log(
                Level.ERROR,
                "%s and has set it aside. Later events of this stream wait behind it, others go on; mend the cause and retry it, or dismiss it"
                        .formatted(failure.getMessage()),
                cause);
    }

    /**
     * Handles what is aside and may go on, stream by stream, in order.
     *
     * @throws NotHandled if an event cannot be read
     */
    void workOff(BooleanSupplier wanted) {
        while (!free.isEmpty() && wanted.getAsBoolean()) {
            workOff(free.remove(), wanted);
        }
    }

    private void workOff(StreamId stream, BooleanSupplier wanted) {
        while (wanted.getAsBoolean()) {
            Optional<DeadLetter> first =
                    transactions.inNew(() -> storage.deadLetters().first(consumer.name(), stream));
            if (first.isEmpty()) {
                streams.remove(stream);
                LOG.log(
                        Level.INFO,
                        "Consumer '%s' goes on with %s".formatted(consumer.name(), stream));
                return;
            }
            if (first.get().stands()) {
                return;
            }
            if (first.get().decision().filter(Decision.DISMISS::equals).isPresent()) {
                dismiss(first.get());
            } else {
                retry(first.get(), wanted);
            }
        }
    }

    private void dismiss(DeadLetter letter) {
        transactions.inNew(() -> remove(letter));
        letters.decrementAndGet();
        dismissed.incrementAndGet();
        LOG.log(
                Level.WARNING,
                "Consumer '%s' leaves out %s, dismissed by %s"
                        .formatted(consumer.name(), letter, letter.decidedBy().orElse("unknown")));
    }

    private void retry(DeadLetter letter, BooleanSupplier wanted) {
        StoredEvent event = event(letter);
        try {
            handling.handleAlone(event, () -> remove(letter));
            letters.decrementAndGet();
        } catch (NotHandled e) {
            if (!e.isOfTheEvent() || !isLeftAlone(wanted)) {
                throw e;
            }
            transactions.inNew(
                    () -> {
                        fence.run();
                        return fail(event, e.why());
                    });
            LOG.log(
                    Level.ERROR,
                    "%s, which stays set aside with what waits behind it".formatted(e.getMessage()),
                    e.why());
        }
    }

    /** A handler that is interrupted fails, too. */
    private static boolean isLeftAlone(BooleanSupplier wanted) {
        return wanted.getAsBoolean() && !Thread.currentThread().isInterrupted();
    }

    private boolean remove(DeadLetter letter) {
        fence.run();
        storage.deadLetters().remove(letter);
        return true;
    }

    private boolean fail(StoredEvent event, Throwable cause) {
        storage.deadLetters().fail(consumer.name(), event.position(), DeadLetter.Failure.of(cause));
        return true;
    }

    private StoredEvent event(DeadLetter letter) {
        return transactions
                .inNew(() -> storage.readStream(letter.stream(), letter.version() - 1, 1))
                .events()
                .stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new EventSourcingException(
                                        "Could not find %s in the journal, which consumer '%s' has set aside"
                                                .formatted(letter, consumer.name())));
    }
}
