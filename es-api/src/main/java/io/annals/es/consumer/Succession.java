package io.annals.es.consumer;

import io.annals.es.RetryableException;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Lets new versions of consumers take the place of the active ones by themselves, where that is
 * wanted: the highest one of each family that runs here, when it has come to where the journal
 * ended a few looks before.
 *
 * <p>Used by one thread.
 */
final class Succession {

    private static final Logger LOG = System.getLogger(Succession.class.getName());

    /** A checkpoint may be a second behind where only other consumers' events were passed. */
    private static final int LOOKS = 3;

    private final JournalStorage storage;
    private final Transactions transactions;
    private final Takeover takeover;
    private final Map<String, End> ends = new HashMap<>();

    Succession(JournalStorage storage, Transactions transactions) {
        this.storage = storage;
        this.transactions = transactions;
        this.takeover = new Takeover(storage);
    }

    /**
     * Looks once.
     *
     * @param started the consumers that run here
     * @param stored all that is stored of consumers
     * @param checkpoints all checkpoints, of the same moment
     */
    void look(
            Collection<Consumer> started,
            List<StoredConsumer> stored,
            Map<String, Checkpoint> checkpoints) {
        for (Consumer consumer : highest(started)) {
            stored.stream()
                    .filter(plan -> plan.name().equals(consumer.name()))
                    .filter(plan -> Takeover.mayByItself(consumer.family(), plan, stored))
                    .findFirst()
                    .ifPresentOrElse(
                            plan -> look(consumer, plan, checkpoints),
                            () -> ends.remove(consumer.name()));
        }
    }

    private void look(Consumer consumer, StoredConsumer plan, Map<String, Checkpoint> checkpoints) {
        End end = ends.get(consumer.name());
        if (end != null && position(plan, checkpoints) >= end.position) {
            takeOver(consumer);
        }
        ends.put(
                consumer.name(),
                end == null || end.looks == LOOKS
                        ? new End(storage.settledUpTo().position(), 1)
                        : new End(end.position, end.looks + 1));
    }

    private void takeOver(Consumer consumer) {
        int version = Versions.of(consumer.family(), consumer.name()).orElseThrow();
        try {
            if (transactions.inNew(() -> takeover.byItself(consumer.family(), version))) {
                LOG.log(
                        Level.INFO,
                        "Consumer '%s' has caught up, and is the active version of '%s' now"
                                .formatted(consumer.name(), consumer.family()));
            }
        } catch (IllegalStateException | RetryableException notYet) {
            LOG.log(Level.DEBUG, "It tries again", notYet);
        }
    }

    private static long position(StoredConsumer plan, Map<String, Checkpoint> checkpoints) {
        return Segment.of(plan.name(), plan.segments()).stream()
                .map(segment -> checkpoints.getOrDefault(segment.name(), Checkpoint.NONE))
                .mapToLong(Checkpoint::position)
                .min()
                .orElse(0);
    }

    private static List<Consumer> highest(Collection<Consumer> started) {
        Map<String, Consumer> highest = new HashMap<>();
        started.stream()
                .filter(consumer -> !consumer.family().isEmpty())
                .forEach(
                        consumer ->
                                highest.merge(
                                        consumer.family(),
                                        consumer,
                                        BinaryOperator.maxBy(
                                                Comparator.comparingInt(Versions::of))));
        return highest.values().stream()
                .filter(consumer -> consumer.activation() == Activation.AUTO)
                .toList();
    }

    /**
     * Where the journal ended.
     *
     * @param looks how many ago that was
     */
    private record End(long position, int looks) {}
}
