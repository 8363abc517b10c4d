package io.annals.bench.compare.workload;

import java.util.OptionalDouble;

/**
 * What one round of one contender has measured.
 *
 * @param metric what it is, with its unit
 * @param cpuMicros of this process, for one operation; not the server's; empty where one round is
 *     no measure of it
 */
public record Figure(String metric, double value, OptionalDouble cpuMicros) {

    static Figure of(String metric, double value) {
        return new Figure(metric, value, OptionalDouble.empty());
    }
}
