package io.annals.bench.compare.workload;

import java.time.Duration;
import java.util.List;

/**
 * How much is done.
 *
 * @param round how long a round takes, where it is not over when its work is
 * @param events how many are replayed
 * @param batch how many events at most lie between two checkpoints of a replay
 * @param growth how many events are stored already, one after the other
 */
public record Sizes(Duration round, int events, int batch, List<Long> growth) {

    /** Copies. */
    public Sizes {
        growth = List.copyOf(growth);
    }
}
