package io.annals.es.consumer;

import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Follows the journal for one segment of a consumer: waits for the head to move, reads a page,
 * handles event by event.
 *
 * <p>It does so while this node has the segment's lease, and waits for that else. Whatever fails
 * outside the handler (reading, saving the checkpoint, committing), a race that the handler lost
 * against another transaction, and a handler that fails while the database is away is tried again
 * from the stored checkpoint, which alone knows whether a failed commit took place. An event that
 * fails so again and again, although the database is there, is one that cannot be handled: what a
 * handler has written may be refused only by the commit.
 */
final class ConsumerLoop implements Runnable {

    private static final Logger LOG = System.getLogger(ConsumerLoop.class.getName());
    private static final int PAGE = 500;
    private static final long SAVE_FILTERED_AFTER = 1_000;
    private static final Duration SAVE_FILTERED_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Start NOWHERE =
            new Start(StoredConsumer.first("nobody", 1), new Checkpoint(0, 0, 0));
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** So many are no accidents any more: something is wrong with the handler, or behind it. */
    private static final long MOST_SET_ASIDE = 10_000;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Consumer consumer;
    private final Segment segment;
    private final JournalStorage storage;
    private final Transactions transactions;
    private final JournalHead head;
    private final LeaseKeeper leases;
    private final Runnable moved;
    private final Handling handling;
    private final SetAside setAside;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long position;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    private volatile long lease;
    private volatile long revision;
    private volatile long newest;
    private volatile long limit = Long.MAX_VALUE;
    private volatile long saved;
    private long savedAt;
    private Start start = NOWHERE;
    private Duration pause = AFTER_FAILURE;
    private final AtomicLong skipped = new AtomicLong();

    /**
     * Prepares to work for one segment.
     *
     * @param moved is called when the checkpoint has been moved
     */
    ConsumerLoop(
            Consumer consumer,
            Segment segment,
            JournalStorage storage,
            TypedJournal journal,
            Transactions transactions,
            JournalHead head,
            LeaseKeeper leases,
            Runnable moved) {
        this.consumer = consumer;
        this.segment = segment;
        this.moved = moved;
        this.storage = storage;
        this.transactions = transactions;
        this.head = head;
        this.leases = leases;
        this.handling =
                new Handling(consumer, journal, transactions, position -> start.isLive(position));
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

    void stop() {
        stopped.countDown();
        leases.forget(segment.name());
        head.recheck();
    }

    /**
     * Goes back to what is stored, if that has changed since it looked.
     *
     * @param revision what is stored now
     * @param limit up to where it may go
     */
    void follow(long revision, long limit) {
        boolean changed = revision > newest || limit != this.limit;
        this.newest = Math.max(newest, revision);
        this.limit = limit;
        if (changed) {
            head.recheck();
        }
    }

    /** Whether it has ended although nobody told it to. */
    boolean hasFailed() {
        return ended && running();
    }

    /** Up to where it has finished, in the storage. */
    long saved() {
        return saved;
    }

    ConsumerStatus status() {
        boolean leading = !ended && leases.has(segment.name(), lease);
        return new ConsumerStatus(
                consumer.name(),
                position,
                !ended,
                leading,
                Optional.ofNullable(failure),
                handling.lasting(),
                leading ? setAside.letters() : 0,
                setAside.dismissed(),
                skipped.get());
    }

    @Override
    public void run() {
        try {
            leases.want(segment.name());
            for (lease = leases.await(segment.name());
                    running() && lease != 0;
                    lease = leases.await(segment.name())) {
                followUntilFailure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (running()) {
                failure = e;
                LOG.log(
                        Level.ERROR,
                        "Consumer '%s' stopped at position %d: its thread was interrupted. Nothing was skipped; restart"
                                .formatted(consumer.name(), position),
                        e);
            }
        } catch (NotHandled e) {
            failure = e.getCause();
            LOG.log(
                    Level.ERROR,
                    e.getMessage()
                            + " and has stopped there. Nothing was skipped; mend the cause, and resume it or restart",
                    e.getCause());
        } catch (Error e) {
            failure = e;
            LOG.log(Level.ERROR, "Consumer '%s' stopped".formatted(consumer.name()), e);
        } finally {
            ended = true;
            leases.release(segment.name());
        }
    }

    private void followUntilFailure() throws InterruptedException {
        try {
            follow();
        } catch (RuntimeException e) {
            leases.check(segment.name());
            if (!leases.has(segment.name(), lease)) {
                LOG.log(Level.DEBUG, "Another node was faster", e);
                return;
            }
            Optional<StoredConsumer> now = stored();
            if (now.filter(plan -> plan.revision() != revision).isPresent()) {
                LOG.log(Level.DEBUG, "What is stored has changed", e);
                return;
            }
            if (e instanceof NotHandled stuck && now.isPresent()) {
                if (!triesAgain(stuck)) {
                    throw stuck;
                }
                awaitNextTry(stuck);
                return;
            }
            if (failure == null) { // what lasts is told once
                LOG.log(
                        Level.WARNING,
                        "Consumer '%s' failed after position %d and goes back to its checkpoint, every %s until that succeeds"
                                .formatted(consumer.name(), position, AFTER_FAILURE),
                        e);
            }
            failure = e;
            stopped.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whether it comes back to an event that it cannot handle, as long as it takes. */
    private boolean triesAgain(NotHandled stuck) {
        return stuck.reason() == NotHandled.Reason.TOO_MANY
                || (stuck.isOfTheEvent() && consumer.onError() == OnError.RETRY);
    }

    private void awaitNextTry(NotHandled stuck) throws InterruptedException {
        LOG.log(
                Level.WARNING,
                "%s and tries again after %s".formatted(stuck.getMessage(), pause),
                pause.equals(AFTER_FAILURE) ? stuck.why() : null); // what lasts is told once
        failure = stuck.why();
        head.awaitBeyond(Long.MAX_VALUE, pause, this::active);
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    /** What all nodes agree on; empty while the database is away. */
    private Optional<StoredConsumer> stored() {
        try {
            return transactions.inNew(
                    () -> {
                        storage.checkpoints().load(segment.name());
                        return storage.consumers().find(consumer.name());
                    });
        } catch (RuntimeException away) {
            LOG.log(Level.DEBUG, "The database is away", away);
            return Optional.empty();
        }
    }

    /** What all nodes agree on, and where to go on, of one moment; empty if it is not to work. */
    private Optional<Start> resume() {
        return transactions.inNew(
                () ->
                        storage.consumers()
                                .find(consumer.name())
                                .filter(plan -> plan.has(segment))
                                .map(
                                        plan ->
                                                new Start(
                                                        plan,
                                                        storage.checkpoints()
                                                                .resume(segment.name()))));
    }

    private boolean active() {
        return running() && leases.has(segment.name(), lease) && revision == newest;
    }

    private boolean running() {
        return stopped.getCount() > 0;
    }

    private void follow() throws InterruptedException {
        Optional<Start> resumed = resume();
        if (resumed.isEmpty()) {
            leases.look(); // this thread is to be stopped
            head.awaitBeyond(Long.MAX_VALUE, AFTER_FAILURE, this::active);
            return;
        }
        start = resumed.get();
        revision = start.plan().revision();
        newest = Math.max(newest, revision);
        position = start.checkpoint().position();
        saved = position;
        if (pause.equals(AFTER_FAILURE)) {
            failure = null;
        }
        setAside.load();
        setAside.workOff(this::active);
        while (active()) {
            long settled = awaitMore();
            while (active() && position < settled) {
                handlePage(settled);
            }
            boolean asFarAsItMay = position >= limit;
            saveFiltered(asFarAsItMay ? 1 : SAVE_FILTERED_AFTER);
        }
        saveFiltered(1);
    }

    /** Waits until there is more to handle, and tells up to where. */
    private long awaitMore() throws InterruptedException {
        if (position >= limit) {
            head.awaitBeyond(Long.MAX_VALUE, LONGEST_WAIT, () -> active() && position >= limit);
            return position;
        }
        Duration longest = saved < position ? SAVE_FILTERED_EVERY : LONGEST_WAIT;
        return Math.min(head.awaitBeyond(position, longest, this::active), limit);
    }

    private void handlePage(long settled) {
        Page page = storage.read(position, settled, consumer.filter(), PAGE);
        List<StoredEvent> events =
                page.events().stream().filter(event -> segment.contains(event.stream())).toList();
        long delivered = 0;
        for (int from = 0; from < events.size() && active(); from += consumer.batch()) {
            delivered +=
                    deliver(events.subList(from, Math.min(from + consumer.batch(), events.size())));
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
        if (batch.size() > 1 && !handling.hasTried(batch.get(0)) && wereHandled(batch)) {
            return batch.size();
        }
        int delivered = 0;
        for (StoredEvent event : batch) {
            if (active()) {
                deliver(event);
                delivered++;
            }
        }
        return delivered;
    }

    private boolean wereHandled(List<StoredEvent> batch) {
        try {
            handleOrSetAside(batch);
            return true;
        } catch (RuntimeException e) {
            LOG.log(
                    Level.DEBUG,
                    "Consumer '%s' takes %d events after position %d one by one, because together they failed"
                            .formatted(consumer.name(), batch.size(), position),
                    e);
            return false;
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
                && active()
                && !Thread.currentThread().isInterrupted();
    }

    private void handleOrSetAside(List<StoredEvent> batch) {
        long last = batch.get(batch.size() - 1).position();
        List<StoredEvent> waiting = batch.stream().filter(setAside::holdsUp).toList();
        List<StoredEvent> others =
                batch.stream().filter(event -> !setAside.holdsUp(event)).toList();
        setAside.requireRoomFor(waiting);
        handling.handle(
                others,
                () -> {
                    setAside.add(waiting);
                    save(last);
                });
        setAside.added(waiting.size());
        moveTo(last);
    }

    private void moveTo(long reached) {
        position = reached;
        saved = reached;
        savedAt = System.nanoTime();
        pause = AFTER_FAILURE;
        failure = null;
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

    private record Start(StoredConsumer plan, Checkpoint checkpoint) {

        boolean isLive(long position) {
            return position > checkpoint.replayUntil() && plan.isLive(position);
        }
    }
}
