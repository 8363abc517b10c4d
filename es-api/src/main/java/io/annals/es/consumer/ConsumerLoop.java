package io.annals.es.consumer;

import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Tracing;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Follows the journal for one segment of a consumer: waits for the head to move, and has its {@link
 * Follower} handle what is new.
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
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private static final long NONE = -1;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Consumer consumer;
    private final Segment segment;
    private final JournalStorage storage;
    private final Transactions transactions;
    private final JournalHead head;
    private final LeaseKeeper leases;
    private final String leaseName;
    private final Runnable look;
    private final Follower follower;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean ended;
    private volatile boolean failedHere = true;
    private volatile @Nullable Throwable failure;
    private volatile long lease;
    private volatile long revision;
    private final AtomicLong newest = new AtomicLong(); // falls where the database was restored
    private volatile long limit = Long.MAX_VALUE;
    private Duration pause = AFTER_FAILURE;

    /**
     * Prepares to work for one segment.
     *
     * @param readers read the journal ahead
     * @param look has this node look at once at what is stored
     * @param moved is called when the checkpoint has been moved
     */
    ConsumerLoop(
            Consumer consumer,
            Segment segment,
            JournalStorage storage,
            TypedJournal journal,
            Transactions transactions,
            Tracing tracing,
            JournalHead head,
            LeaseKeeper leases,
            Executor readers,
            Runnable look,
            Runnable moved) {
        this.consumer = consumer;
        this.segment = segment;
        this.storage = storage;
        this.transactions = transactions;
        this.head = head;
        this.leases = leases;
        this.leaseName = LeaseKeeper.name(segment);
        this.look = look;
        this.follower =
                new Follower(
                        consumer,
                        segment,
                        storage,
                        new ReadAhead(storage, journal.storedAs(consumer.filter()), readers),
                        journal,
                        transactions,
                        tracing,
                        this::active,
                        () -> {
                            pause = AFTER_FAILURE;
                            failure = null;
                            moved.run();
                        });
    }

    /** Has it end after what it is at; until then this node keeps the lease. */
    void stop() {
        stopped.countDown();
        leases.recheck();
        head.recheck();
    }

    /**
     * Goes back to what is stored, if that has changed since it looked.
     *
     * @param revision what is stored now
     * @param limit up to where it may go
     */
    void follow(long revision, long limit) {
        boolean changed = newest.getAndSet(revision) != revision || limit != this.limit;
        this.limit = limit;
        if (changed) {
            head.recheck();
        }
    }

    /** Whether it has ended although nobody told it to. */
    boolean hasFailed() {
        return ended && running();
    }

    /** Whether it has failed for a reason that lies here and may not lie elsewhere. */
    boolean hasFailedHere() {
        return hasFailed() && failedHere;
    }

    /** Up to where it has finished, in the storage. */
    long saved() {
        return follower.saved();
    }

    ConsumerStatus status() {
        boolean leading = !ended && leases.has(leaseName, lease);
        return new ConsumerStatus(
                consumer.name(),
                follower.position(),
                !ended,
                leading,
                Optional.ofNullable(failure),
                follower.handling(),
                leading ? follower.letters() : 0,
                follower.dismissed(),
                follower.skipped());
    }

    @Override
    public void run() {
        try {
            leases.want(leaseName);
            for (lease = leases.await(leaseName, this::running);
                    running() && lease != 0;
                    lease = leases.await(leaseName, this::running)) {
                followUntilFailure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (running()) {
                failure = e;
                LOG.log(
                        Level.ERROR,
                        "Consumer '%s' stopped at position %d: its thread was interrupted. Nothing was skipped; restart"
                                .formatted(consumer.name(), follower.position()),
                        e);
            }
        } catch (NotHandled e) {
            failure = e.getCause();
            failedHere = !e.isOfTheEvent();
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
            leases.release(leaseName);
        }
    }

    private void followUntilFailure() throws InterruptedException {
        try {
            follow();
        } catch (RuntimeException e) {
            if (!running()) {
                LOG.log(Level.DEBUG, "It was told to end, and goes on from its checkpoint", e);
                return;
            }
            leases.check(leaseName);
            if (!leases.has(leaseName, lease)) {
                LOG.log(Level.DEBUG, "Another node was faster", e);
                return;
            }
            Optional<StoredConsumer> now = stored();
            if (revision != NONE && now.filter(plan -> plan.revision() != revision).isPresent()) {
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
                                .formatted(consumer.name(), follower.position(), AFTER_FAILURE),
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

    private boolean active() {
        return running() && leases.has(leaseName, lease) && revision == newest.get();
    }

    private boolean running() {
        return stopped.getCount() > 0;
    }

    private void follow() throws InterruptedException {
        revision = NONE;
        long before = newest.get();
        Optional<StoredConsumer> plan = follower.resume();
        if (plan.isEmpty()) {
            look.run(); // this thread is to be stopped
            stopped.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        revision = plan.get().revision();
        newest.compareAndSet(before, revision); // else it has changed since, and begins again
        if (pause.equals(AFTER_FAILURE)) {
            failure = null;
        }
        follower.begin();
        try {
            while (active()) {
                follower.followTo(awaitMore(), limit);
            }
            follower.end();
        } finally {
            follower.rest();
        }
    }

    /** Waits until there is more to handle, and tells up to where. */
    private long awaitMore() throws InterruptedException {
        long position = follower.position();
        if (position >= limit && follower.isToSave()) {
            return position;
        }
        if (position >= limit) {
            head.awaitBeyond(Long.MAX_VALUE, LONGEST_WAIT, () -> active() && position >= limit);
            return position;
        }
        Duration longest = follower.isToSave() ? Follower.SAVE_FILTERED_EVERY : LONGEST_WAIT;
        return Math.min(head.awaitBeyond(position, longest, this::active), limit);
    }
}
