package io.annals.es.consumer;

import io.annals.es.EventSourcingException;
import io.annals.es.RetryableException;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
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
 * Follows the journal for one consumer: waits for the head to move, reads a page, handles event by
 * event.
 *
 * <p>It does so while this node has the consumer's lease, and waits for that else. Whatever fails
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
    private static final int MAX_ATTEMPTS = 5;
    private static final int MAX_CAUSES = 50; // chains of causes may be circular
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Consumer consumer;
    private final JournalStorage storage;
    private final TypedJournal journal;
    private final Transactions transactions;
    private final JournalHead head;
    private final LeaseKeeper leases;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long position;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    private volatile long epoch;
    private long saved;
    private long attempted;
    private int attempts;

    ConsumerLoop(
            Consumer consumer,
            JournalStorage storage,
            TypedJournal journal,
            Transactions transactions,
            JournalHead head,
            LeaseKeeper leases) {
        this.consumer = consumer;
        this.storage = storage;
        this.journal = journal;
        this.transactions = transactions;
        this.head = head;
        this.leases = leases;
    }

    void stop() {
        stopped.countDown();
        leases.forget(consumer.name());
        head.recheck();
    }

    ConsumerStatus status() {
        return new ConsumerStatus(
                consumer.name(),
                position,
                !ended,
                !ended && leases.has(consumer.name(), epoch),
                Optional.ofNullable(failure));
    }

    @Override
    public void run() {
        try {
            for (epoch = leases.await(consumer.name());
                    running() && epoch != 0;
                    epoch = leases.await(consumer.name())) {
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
            leases.release(consumer.name());
        }
    }

    private void followUntilFailure() throws InterruptedException {
        try {
            follow();
        } catch (RuntimeException e) {
            if (e instanceof NotHandled && mayGoOn()) {
                throw e;
            }
            leases.check(consumer.name());
            if (!leases.has(consumer.name(), epoch)) {
                LOG.log(Level.DEBUG, "Another node was faster", e);
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

    /** Whether the database is there, and no other node runs this consumer. */
    private boolean mayGoOn() {
        try {
            resume();
            return true;
        } catch (RuntimeException away) {
            LOG.log(Level.DEBUG, "The database is away, or the lease is", away);
            return false;
        }
    }

    private long resume() {
        return transactions.inNew(() -> storage.checkpoints().resume(consumer.name(), epoch));
    }

    private boolean active() {
        return running() && leases.has(consumer.name(), epoch);
    }

    private boolean running() {
        return stopped.getCount() > 0;
    }

    private void follow() throws InterruptedException {
        position = resume();
        saved = position;
        failure = null;
        while (active()) {
            long settled = head.awaitBeyond(position, this::active);
            while (active() && position < settled) {
                handlePage(settled);
            }
        }
        saveFiltered(1);
    }

    private void handlePage(long settled) {
        Page page = storage.read(position, settled, consumer.filter(), PAGE);
        List<StoredEvent> events = page.events();
        for (int from = 0; from < events.size() && active(); from += consumer.batch()) {
            deliver(events.subList(from, Math.min(from + consumer.batch(), events.size())));
        }
        boolean all = events.isEmpty() || position == events.get(events.size() - 1).position();
        if (all && !page.more()) {
            position = settled;
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
            consumer.handler().handle(journal.deserialize(event));
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

    /** Lets the checkpoint move past events that the filter left out, now and then. */
    private void saveFiltered(long atLeast) {
        long reached = position;
        if (reached - saved >= atLeast) {
            saved = transactions.inNew(() -> save(reached));
        }
    }

    private long save(long reached) {
        storage.checkpoints().save(consumer.name(), epoch, reached);
        return reached;
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
