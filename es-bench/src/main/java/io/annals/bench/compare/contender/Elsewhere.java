package io.annals.bench.compare.contender;

import java.util.function.ObjLongConsumer;

/** Another process, which has the same contender over the same database. */
@FunctionalInterface
public interface Elsewhere {

    /**
     * Starts a reader there.
     *
     * @param batch how many events at most lie between two checkpoints
     * @param handled told of every cart that was opened: its customer, and the nanoseconds since
     *     1970 when the reader there got the event; on any thread
     */
    Following follow(int batch, ObjLongConsumer<String> handled);
}
