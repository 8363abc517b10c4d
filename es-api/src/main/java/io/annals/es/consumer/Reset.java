package io.annals.es.consumer;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;

/** Has a consumer begin again further back: all calls within one transaction. */
final class Reset {

    private final JournalStorage storage;
    private final Takeover takeover;

    Reset(JournalStorage storage, Takeover takeover) {
        this.storage = storage;
        this.takeover = takeover;
    }

    /** A position that it has handled, or one before; a retired one is fed again from there. */
    boolean to(long position, Consumer here) {
        String consumer = here.name();
        StoredConsumer plan = takeover.find(consumer).filtered(here.wants());
        if (plan.retired()) {
            storage.consumers().change(fedAgain(plan));
            Versions.tellBeside(here, storage.consumers(), storage.checkpoints());
        } else {
            storage.consumers().change(plan);
        }
        long furthest = furthest(consumer);
        if (position < 0 || position > furthest) {
            throw new IllegalArgumentException(
                    "Could not reset consumer '%s' to position %d: expected 0 to %d, which is where it stands. A reset goes back; nothing is ever skipped"
                            .formatted(consumer, position, furthest));
        }
        for (Segment segment : Segment.of(consumer, plan.segments())) {
            Checkpoint now = held(segment);
            storage.checkpoints()
                    .reset(segment.name(), Math.min(position, now.position()), now.furthest());
        }
        storage.deadLetters().removeAfter(consumer, position);
        try {
            here.handler().onReset();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new EventSourcingException(
                    "Could not reset consumer '%s': its method for that failed".formatted(consumer),
                    e);
        }
        return true;
    }

    /** How far any segment of it has come. */
    long furthest(String consumer) {
        return Segment.of(consumer, takeover.find(consumer).segments()).stream()
                .mapToLong(segment -> checkpoint(segment).position())
                .max()
                .orElse(0);
    }

    /** A retired one again, as a spare one: that it was new is over. */
    static StoredConsumer fedAgain(StoredConsumer retired) {
        return retired.live(Long.MAX_VALUE, 0);
    }

    /**
     * The checkpoint as it is once nobody can save it any more before the transaction has ended.
     */
    private Checkpoint held(Segment segment) {
        Checkpoint seen = storage.checkpoints().all().get(segment.name());
        if (seen != null) {
            takeover.hold(segment, seen.epoch());
        }
        return checkpoint(segment);
    }

    private Checkpoint checkpoint(Segment segment) {
        return storage.checkpoints().all().getOrDefault(segment.name(), Checkpoint.NONE);
    }
}
