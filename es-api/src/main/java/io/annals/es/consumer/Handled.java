package io.annals.es.consumer;

import io.annals.es.EventEnvelope;
import io.annals.es.Receipt;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Waits until a consumer has handled an event, on whatever node that is. Thread-safe. */
final class Handled {

    /** How long to wait for another node's checkpoint before looking at it again. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final JournalStorage storage;
    private final Transactions transactions;
    private final Map<String, RunningConsumer> running;
    private final Progress progress = new Progress();

    Handled(
            JournalStorage storage,
            Transactions transactions,
            Map<String, RunningConsumer> running) {
        this.storage = storage;
        this.transactions = transactions;
        this.running = running;
    }

    /** A checkpoint has moved on this node. */
    void moved() {
        progress.moved();
    }

    void await(String consumer, Receipt receipt, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            long position = position(receipt);
            for (long seen = progress.count(); ; seen = progress.count()) {
                if (position == EventEnvelope.NO_POSITION) {
                    position = position(receipt);
                }
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (position != EventEnvelope.NO_POSITION
                        && reached(consumer, receipt) >= position
                        && isHandled(consumer, receipt, position)) {
                    return;
                }
                if (left.isNegative()) {
                    throw behind(consumer, receipt, "for " + timeout);
                }
                progress.await(seen, left.compareTo(PAUSE) < 0 ? left : PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw behind(consumer, receipt, "until interrupted");
        }
    }

    /** The event's position, if it has one; that of an event that is committed, and of no other. */
    private long position(Receipt receipt) {
        List<StoredEvent> found =
                transactions.inNew(
                        () ->
                                storage.readStream(receipt.stream(), receipt.version() - 1, 1)
                                        .events());
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "Could not wait for %s version %d to be handled: no such event is committed. Wait after the transaction of its append, not within it"
                            .formatted(receipt.stream(), receipt.version()));
        }
        return found.get(0).position();
    }

    /**
     * As it is stored: what runs here may not know yet that another node has reset the consumer.
     * Where the event is set aside the checkpoint has passed it, and the view has it not.
     */
    private boolean isHandled(String consumer, Receipt receipt, long position) {
        return transactions.inNew(
                () ->
                        stored(consumer, receipt) >= position
                                && storage.deadLetters()
                                        .first(consumer, receipt.stream())
                                        .filter(letter -> letter.version() <= receipt.version())
                                        .isEmpty());
    }

    private long reached(String consumer, Receipt receipt) {
        Optional<RunningConsumer> here = Optional.ofNullable(running.get(consumer));
        Optional<Long> reached =
                here.flatMap(RunningConsumer::plan)
                        .map(plan -> segmentOf(plan, receipt))
                        .flatMap(segment -> here.flatMap(own -> own.reached(segment)));
        return reached.orElseGet(() -> transactions.inNew(() -> stored(consumer, receipt)));
    }

    private long stored(String consumer, Receipt receipt) {
        return storage.consumers()
                .find(consumer)
                .map(plan -> segmentOf(plan, receipt))
                .map(segment -> storage.checkpoints().all().get(segment.name()))
                .map(Checkpoint::position)
                .orElse(0L);
    }

    private static Segment segmentOf(StoredConsumer plan, Receipt receipt) {
        return Segment.of(plan.name(), plan.segments()).stream()
                .filter(segment -> segment.contains(receipt.stream()))
                .findFirst()
                .orElseThrow();
    }

    private static ConsumerBehindException behind(String consumer, Receipt receipt, String waited) {
        return new ConsumerBehindException(
                "Consumer '%s' has not handled %s version %d yet, waited %s. It may do so later; read its view as it is, or look at its state"
                        .formatted(consumer, receipt.stream(), receipt.version(), waited));
    }
}
