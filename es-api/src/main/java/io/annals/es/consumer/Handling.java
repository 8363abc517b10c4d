package io.annals.es.consumer;

import io.annals.es.EventEnvelope;
import io.annals.es.RetryableException;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls a consumer's handler, together with the work that notes that it is done: in one
 * transaction, or after it, as the consumer's delivery says.
 *
 * <p>Used by one thread.
 */
final class Handling {

    private static final int MAX_ATTEMPTS = 5;
    private static final int MAX_CAUSES = 50; // chains of causes may be circular

    private final Consumer consumer;
    private final TypedJournal journal;
    private final Transactions transactions;
    private final LongPredicate live;
    private volatile @Nullable Long since;
    private long attempted;
    private int attempts;

    /**
     * Prepares to handle events of a consumer.
     *
     * @param live whether the event at a position is to have effects outside the consumer's view
     */
    Handling(
            Consumer consumer,
            TypedJournal journal,
            Transactions transactions,
            LongPredicate live) {
        this.consumer = consumer;
        this.journal = journal;
        this.transactions = transactions;
        this.live = live;
    }

    /**
     * Handles events, all or none where they are to be handled exactly once.
     *
     * @throws NotHandled if one of them cannot be handled
     * @throws RuntimeException if they may be handled when they come again
     */
    void handle(List<StoredEvent> events, Runnable done) {
        if (consumer.delivery() == Delivery.EXACTLY_ONCE) {
            run(
                    () -> {
                        events.forEach(this::call);
                        done.run();
                    });
        } else {
            events.forEach(this::call);
            run(done);
        }
    }

    /** Handles one event; what fails five times in a row is not to be expected to succeed. */
    void handleAlone(StoredEvent event, Runnable done) {
        attempts = hasTried(event) ? attempts + 1 : 1;
        attempted = event.position();
        try {
            handle(List.of(event), done);
        } catch (NotHandled e) {
            throw e;
        } catch (RuntimeException e) {
            throw attempts < MAX_ATTEMPTS
                    ? e
                    : new NotHandled(consumer, event, NotHandled.Reason.FAILED, e);
        }
    }

    /** Whether this is the event that was handled alone last. */
    boolean hasTried(StoredEvent event) {
        return attempted == event.position();
    }

    /** For how long the handler has been at one event; from any thread. */
    Duration lasting() {
        Long began = since;
        return began == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
    }

    private void call(StoredEvent event) {
        EventEnvelope<?> envelope = read(event);
        since = System.nanoTime();
        try {
            if (live.test(event.position())) {
                consumer.handler().handle(envelope);
            } else {
                consumer.handler().replay(envelope);
            }
        } catch (Throwable e) { // an Error would end this thread, and nobody would know
            throw lostRace(e)
                    .<RuntimeException>map(lost -> lost)
                    .orElseGet(() -> new NotHandled(consumer, event, NotHandled.Reason.FAILED, e));
        } finally {
            since = null;
        }
    }

    private EventEnvelope<?> read(StoredEvent event) {
        try {
            return journal.deserialize(event);
        } catch (Throwable e) {
            throw new NotHandled(consumer, event, NotHandled.Reason.UNREADABLE, e);
        }
    }

    private void run(Runnable work) {
        transactions.inNew(
                () -> {
                    work.run();
                    return true;
                });
    }

    /** What the handler appended may succeed in a new transaction; runtimes wrap what it throws. */
    private static Optional<RetryableException> lostRace(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .filter(RetryableException.class::isInstance)
                .map(RetryableException.class::cast)
                .findFirst();
    }
}
