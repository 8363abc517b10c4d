package io.annals.es.consumer;

import io.annals.es.EventEnvelope;
import io.annals.es.RetryableException;
import io.annals.es.journal.HandledEvent;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Tracing;
import io.annals.es.spi.Tracing.Span;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Calls a consumer's handler, together with the work that notes that it is done: in one
 * transaction, or after it, as the consumer's delivery says.
 *
 * <p>Used by one thread.
 */
final class Handling {

    /** Servers end transactions that last, which would undo what many slow calls have done. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(1);

    private static final long IDLE = 0;
    private static final int MAX_ATTEMPTS = 5;
    private static final int MAX_CAUSES = 50; // chains of causes may be circular

    private final Consumer consumer;
    private final TypedJournal journal;
    private final Transactions transactions;
    private final Tracing tracing;
    private final LongPredicate live;
    private volatile long since = IDLE;
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
            Tracing tracing,
            LongPredicate live) {
        this.consumer = consumer;
        this.journal = journal;
        this.transactions = transactions;
        this.tracing = tracing;
        this.live = live;
    }

    /**
     * Handles events; where they are to be handled exactly once, in one transaction, which must not
     * last: so it ends after some time, with those that were handled until then.
     *
     * @param done notes that the first so many are done
     * @return how many were handled: all, or at least one
     * @throws NotHandled if one of them cannot be handled
     * @throws RuntimeException if they may be handled when they come again
     */
    int handle(List<StoredEvent> events, IntConsumer done) {
        Span span = events.isEmpty() ? Span.NONE : tracing.delivery(consumer.name(), events.size());
        return span.around(() -> handleWithin(events, done));
    }

    private int handleWithin(List<StoredEvent> events, IntConsumer done) {
        if (consumer.delivery() == Delivery.EXACTLY_ONCE) {
            return transactions.inNew(
                    () -> {
                        int handled = callForAWhile(events);
                        done.accept(handled);
                        return handled;
                    });
        }
        int handled = callForAWhile(events);
        return transactions.inNew(
                () -> {
                    done.accept(handled);
                    return handled;
                });
    }

    private int callForAWhile(List<StoredEvent> events) {
        long end = System.nanoTime() + LONGEST_BATCH.toNanos();
        int handled = 0;
        try {
            for (StoredEvent event : events) {
                long now = System.nanoTime();
                if (handled > 0 && now - end >= 0) {
                    break;
                }
                since = now == IDLE ? 1 : now;
                call(event);
                handled++;
            }
        } finally {
            since = IDLE;
        }
        return handled;
    }

    /** Handles one event; what fails five times in a row is not to be expected to succeed. */
    void handleAlone(StoredEvent event, Runnable done) {
        attempts = hasTried(event) ? attempts + 1 : 1;
        attempted = event.position();
        try {
            handle(List.of(event), all -> done.run());
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
        long began = since;
        return began == IDLE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
    }

    private void call(StoredEvent event) {
        boolean isLive = live.test(event.position());
        for (EventEnvelope<?> part : read(event)) {
            call(event, part, isLive);
        }
    }

    private void call(StoredEvent event, EventEnvelope<?> part, boolean isLive) {
        Span span = tracing.handling(consumer.name(), part, !isLive);
        try {
            HandledEvent.during(part, () -> call(part, isLive));
        } catch (Throwable e) { // an Error would end this thread, and nobody would know
            span.failed(e);
            throw lostRace(e)
                    .<RuntimeException>map(lost -> lost)
                    .orElseGet(() -> new NotHandled(consumer, event, NotHandled.Reason.FAILED, e));
        } finally {
            span.close();
        }
    }

    private void call(EventEnvelope<?> part, boolean isLive) throws Exception {
        if (isLive) {
            consumer.handler().handle(part);
        } else {
            consumer.handler().replay(part);
        }
    }

    private List<EventEnvelope<Object>> read(StoredEvent event) {
        try {
            return journal.deserialize(event, consumer.filter());
        } catch (Throwable e) {
            throw new NotHandled(consumer, event, NotHandled.Reason.UNREADABLE, e);
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
}
