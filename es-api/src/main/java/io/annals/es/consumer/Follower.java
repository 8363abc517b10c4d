package io.annals.es.consumer;

import io.annals.es.ContentionException;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Tracing;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Where a segment of a consumer stands: has its events handled, or set aside, page by page, and
 * moves its checkpoint. Events of other segments, and those that the filter leaves out, are passed.
 *
 * <p>For one thread; how it is doing may be asked from any.
 */
final class Follower {

    /** How long the checkpoint may lag behind where only other consumers' events were passed. */
    static final Duration SAVE_FILTERED_EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(Follower.class.getName());
    private static final long SAVE_FILTERED_AFTER = 1_000;

    /** So many are no accidents any more: something is wrong with the handler, or behind it. */
    private static final long MOST_SET_ASIDE = 10_000;

    private static final Start NOWHERE =
            new Start(StoredConsumer.first("nobody", 1), Checkpoint.NONE, false);

    private final Consumer consumer;
    private final Segment segment;
    private final JournalStorage storage;
    private final ReadAhead pages;
    private final Transactions transactions;
    private final BooleanSupplier wanted;
    private final Runnable moved;
    private final Handling handling;
    private final SetAside setAside;
    private final AtomicLong skipped = new AtomicLong();
    private volatile long position;
    private volatile long saved;
    private long savedAt;
    private Start start = NOWHERE;

    /**
     * Prepares for a segment.
     *
     * @param wanted whether it is to go on
     * @param moved is called when the checkpoint has been moved
     */
    Follower(
            Consumer consumer,
            Segment segment,
            JournalStorage storage,
            ReadAhead pages,
            TypedJournal journal,
            Transactions transactions,
            Tracing tracing,
            BooleanSupplier wanted,
            Runnable moved) {
        this.consumer = consumer;
        this.segment = segment;
        this.storage = storage;
        this.pages = pages;
        this.transactions = transactions;
        this.wanted = wanted;
        this.moved = moved;
        this.handling =
                new Handling(consumer, journal, transactions, tracing, at -> start.isLive(at));
        this.setAside =
                new SetAside(
                        consumer,
                        segment,
                        storage,
                        transactions,
                        handling,
                        this::hold,
                        MOST_SET_ASIDE);
    }

    /** Up to where it has finished. */
    long position() {
        return position;
    }

    /** Up to where it has finished, in the storage. */
    long saved() {
        return saved;
    }

    /** Whether the checkpoint is behind. */
    boolean isToSave() {
        return saved < position;
    }

    /** See {@link ConsumerStatus#handling()}. */
    Duration handling() {
        return handling.lasting();
    }

    /** See {@link ConsumerStatus#deadLetters()}. */
    long letters() {
        return setAside.letters();
    }

    /** See {@link ConsumerStatus#dismissed()}. */
    long dismissed() {
        return setAside.dismissed();
    }

    /** See {@link ConsumerStatus#skipped()}. */
    long skipped() {
        return skipped.get();
    }

    /**
     * Goes to the checkpoint, in a new epoch.
     *
     * @return what all nodes agree on at that moment; empty if the segment is not to be worked for
     */
    Optional<StoredConsumer> resume() {
        Optional<Start> resumed = transactions.inNew(this::start);
        resumed.ifPresent(
                now -> {
                    start = now;
                    position = now.checkpoint().position();
                    saved = position;
                });
        return resumed.map(Start::plan);
    }

    /**
     * What is stored counts as it is once the epoch has begun: a change that was being made before
     * is seen then, and a later one ends the epoch.
     */
    private Optional<Start> start() {
        if (plan().isEmpty()) {
            return Optional.empty();
        }
        Checkpoint checkpoint = storage.checkpoints().resume(segment.name());
        boolean beside = !Versions.beside(consumer, storage.consumers()).isEmpty();
        return plan().map(plan -> new Start(plan, checkpoint, beside));
    }

    private Optional<StoredConsumer> plan() {
        return storage.consumers()
                .find(consumer.name())
                .filter(plan -> plan.has(segment) && consumer.isFilteredAs(plan));
    }

    /** Works off what was decided on the events that are set aside. */
    void begin() {
        setAside.load();
        setAside.workOff(wanted);
    }

    /**
     * Has all events up to a position handled, while it is wanted.
     *
     * <p>Where there is another version beside this one, it makes sure first that nothing has
     * changed: whoever lets the other take over from now on must wait, and sees then that the
     * journal is settled so far. So the events up to there belong to this version.
     *
     * @param limit where the checkpoint must stand exactly when it is reached
     */
    void followTo(long settled, long limit) {
        if (start.beside() && position < settled) {
            requireUnchanged();
        }
        while (wanted.getAsBoolean() && position < settled) {
            handlePage(settled);
        }
        saveFiltered(position >= limit ? 1 : SAVE_FILTERED_AFTER);
    }

    private void requireUnchanged() {
        boolean unchanged =
                transactions.inNew(
                        () -> {
                            hold();
                            return plan().filter(now -> now.revision() == start.plan().revision())
                                    .isPresent();
                        });
        if (!unchanged) {
            throw new ContentionException(
                    "Consumer '%s' was changed since it was read".formatted(consumer.name()), null);
        }
    }

    /** Keeps no events in memory while it does not follow. */
    void rest() {
        pages.forget();
    }

    /** Saves the checkpoint where it is. */
    void end() {
        saveFiltered(1);
    }

    private void handlePage(long settled) {
        Page page = pages.after(position, settled);
        List<StoredEvent> events =
                page.events().stream().filter(event -> segment.contains(event.stream())).toList();
        int delivered = 0;
        while (delivered < events.size() && wanted.getAsBoolean()) {
            int end = Math.min(delivered + consumer.batch(), events.size());
            delivered += deliver(events.subList(delivered, end));
        }
        if (events.isEmpty() || position >= events.get(events.size() - 1).position()) {
            skipped.addAndGet(events.size() - delivered);
            position =
                    page.more() ? page.events().get(page.events().size() - 1).position() : settled;
            saveFiltered(SAVE_FILTERED_AFTER);
        }
    }

    /**
     * Which event of a batch cannot be handled, and which can, is found out one by one.
     *
     * @return how many were handled or set aside
     */
    private int deliver(List<StoredEvent> batch) {
        if (batch.size() > 1 && !handling.hasTried(batch.get(0))) {
            int together = together(batch);
            if (together > 0) {
                return together;
            }
        }
        int delivered = 0;
        for (StoredEvent event : batch) {
            if (!wanted.getAsBoolean()) { // it may be again in a moment, for the event after this
                break;
            }
            deliver(event);
            delivered++;
        }
        return delivered;
    }

    /** How many of the first were handled in one transaction; 0 if that failed. */
    private int together(List<StoredEvent> batch) {
        try {
            return handleOrSetAside(batch);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.DEBUG,
                    "Consumer '%s' takes %d events after position %d one by one, because together they failed"
                            .formatted(consumer.name(), batch.size(), position),
                    e);
            return 0;
        }
    }

    private void deliver(StoredEvent event) {
        long reached = event.position();
        if (setAside.holdsUp(event)) {
            handleOrSetAside(List.of(event));
            return;
        }
        try {
            handling.handleAlone(event, () -> save(reached));
        } catch (NotHandled e) {
            if (!maySetAside(e)) {
                throw e;
            }
            setAside.put(event, e, () -> save(reached));
        }
        moveTo(reached);
    }

    /** A handler that is interrupted fails, too. */
    private boolean maySetAside(NotHandled e) {
        return consumer.onError() == OnError.DEAD_LETTER
                && e.isOfTheEvent()
                && wanted.getAsBoolean()
                && !Thread.currentThread().isInterrupted();
    }

    /** How many of the first were; not all if that takes long. */
    private int handleOrSetAside(List<StoredEvent> batch) {
        List<StoredEvent> waiting = setAside.heldUp(batch);
        List<StoredEvent> others =
                waiting.isEmpty()
                        ? batch
                        : batch.stream().filter(event -> !setAside.holdsUp(event)).toList();
        setAside.requireRoomFor(waiting);
        int handled =
                handling.handle(
                        others,
                        first -> {
                            List<StoredEvent> done = before(batch, others, first);
                            setAside.add(setAside.heldUp(done));
                            save(last(done));
                        });
        List<StoredEvent> done = before(batch, others, handled);
        setAside.added(setAside.heldUp(done).size());
        moveTo(last(done));
        return done.size();
    }

    /** What is done of a batch, of which so many were handled. */
    private static List<StoredEvent> before(
            List<StoredEvent> batch, List<StoredEvent> others, int handled) {
        return handled == others.size()
                ? batch
                : batch.subList(0, batch.indexOf(others.get(handled)));
    }

    private static long last(List<StoredEvent> events) {
        return events.get(events.size() - 1).position();
    }

    private void moveTo(long reached) {
        position = reached;
        saved = reached;
        savedAt = System.nanoTime();
        moved.run();
    }

    /** Lets the checkpoint move past events that are not this consumer's, now and then. */
    private void saveFiltered(long atLeast) {
        long reached = position;
        boolean due =
                reached > saved && System.nanoTime() - savedAt >= SAVE_FILTERED_EVERY.toNanos();
        if (due || reached - saved >= atLeast) {
            transactions.inNew(
                    () -> {
                        save(reached);
                        return true;
                    });
            moveTo(reached);
        }
    }

    private void save(long reached) {
        storage.checkpoints().save(segment.name(), start.checkpoint().epoch(), reached);
    }

    private void hold() {
        storage.checkpoints().hold(segment.name(), start.checkpoint().epoch());
    }

    private record Start(StoredConsumer plan, Checkpoint checkpoint, boolean beside) {

        boolean isLive(long position) {
            return position > checkpoint.replayUntil() && plan.isLive(position);
        }
    }
}
