package io.annals.es.consumer;

import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.RetryableException;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    private static final int MAX_ATTEMPTS = 5;
    private static final int MAX_CAUSES = 50; // chains of causes may be circular
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Consumer consumer;
    private final Segment segment;
    private final JournalStorage storage;
    private final TypedJournal journal;
    private final Transactions transactions;
    private final JournalHead head;
    private final LeaseKeeper leases;
    private final Runnable moved;
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
    private long attempted;
    private int attempts;

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
        this.journal = journal;
        this.transactions = transactions;
        this.head = head;
        this.leases = leases;
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

    /** Up to where it has finished, in the storage. */
    long saved() {
        return saved;
    }

    ConsumerStatus status() {
        return new ConsumerStatus(
                consumer.name(),
                position,
                !ended,
                !ended && leases.has(segment.name(), lease),
                Optional.ofNullable(failure));
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
            LOG.log(Level.ERROR, e.getMessage(), e.getCause());
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
            if (e instanceof NotHandled && now.isPresent()) {
                throw e;
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
        failure = null;
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
        for (int from = 0; from < events.size() && active(); from += consumer.batch()) {
            deliver(events.subList(from, Math.min(from + consumer.batch(), events.size())));
        }
        if (events.isEmpty() || position >= events.get(events.size() - 1).position()) {
            position =
                    page.more() ? page.events().get(page.events().size() - 1).position() : settled;
            saveFiltered(SAVE_FILTERED_AFTER);
        }
    }

    /** Which event of a batch cannot be handled, and which can, is found out one by one. */
    private void deliver(List<StoredEvent> batch) {
        if (batch.size() > 1 && wereHandled(batch)) {
            moveTo(batch.get(batch.size() - 1).position());
            return;
        }
        for (StoredEvent event : batch) {
            if (active()) {
                deliver(event);
            }
        }
    }

    private boolean wereHandled(List<StoredEvent> batch) {
        try {
            handleAndSave(batch);
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
        attempts = event.position() == attempted ? attempts + 1 : 1;
        attempted = event.position();
        try {
            handleAndSave(List.of(event));
        } catch (NotHandled e) {
            throw e;
        } catch (RuntimeException e) {
            throw attempts < MAX_ATTEMPTS ? e : new NotHandled(consumer, event, e);
        }
        moveTo(event.position());
    }

    private void moveTo(long reached) {
        position = reached;
        saved = reached;
        savedAt = System.nanoTime();
        moved.run();
    }

    private void handleAndSave(List<StoredEvent> batch) {
        long last = batch.get(batch.size() - 1).position();
        if (consumer.delivery() == Delivery.EXACTLY_ONCE) {
            transactions.inNew(
                    () -> {
                        batch.forEach(this::handle);
                        return save(last);
                    });
        } else {
            batch.forEach(this::handle);
            transactions.inNew(() -> save(last));
        }
    }

    private void handle(StoredEvent event) {
        try {
            EventEnvelope<?> envelope = journal.deserialize(event);
            if (start.isLive(event.position())) {
                consumer.handler().handle(envelope);
            } else {
                consumer.handler().replay(envelope);
            }
        } catch (Throwable e) { // an Error would end this thread, and nobody would know
            throw lostRace(e)
                    .<RuntimeException>map(lost -> lost)
                    .orElseGet(() -> new NotHandled(consumer, event, e));
        }
    }

    /** What the handler appended may succeed in a new transaction; runtimes wrap what it throws. */
    private static Optional<RetryableException> lostRace(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .filter(RetryableException.class::isInstance)
                .map(RetryableException.class::cast)
                .findFirst();
    }

    /** Lets the checkpoint move past events that are not this consumer's, now and then. */
    private void saveFiltered(long atLeast) {
        long reached = position;
        boolean due =
                reached > saved && System.nanoTime() - savedAt >= SAVE_FILTERED_EVERY.toNanos();
        if (due || reached - saved >= atLeast) {
            transactions.inNew(() -> save(reached));
            moveTo(reached);
        }
    }

    private long save(long reached) {
        storage.checkpoints().save(segment.name(), start.checkpoint().epoch(), reached);
        return reached;
    }

    private record Start(StoredConsumer plan, Checkpoint checkpoint) {

        boolean isLive(long position) {
            return position > checkpoint.replayUntil() && plan.isLive(position);
        }
    }

    /** The handler could not do its work: the one failure that stops the consumer. */
    private static final class NotHandled extends EventSourcingException {

        private static final long serialVersionUID = 1L;

        NotHandled(Consumer consumer, StoredEvent event, Throwable cause) {
            super(
                    "Consumer '%s' stopped at position %d: it could not handle %s version %d (%s). Nothing was skipped; mend the cause and restart"
                            .formatted(
                                    consumer.name(),
                                    event.position(),
                                    event.stream(),
                                    event.version(),
                                    event.type()),
                    cause);
        }
    }
}
