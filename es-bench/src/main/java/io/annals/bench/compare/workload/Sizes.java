package io.annals.bench.compare.workload;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param round how long a round takes, where it is not over when its work is
 * @param events how many are replayed
 * @param batch how many events at most lie between two checkpoints of a replay
 */
public record Sizes(Duration round, int events, int batch) {}
