package io.annals.bench.compare;

import io.annals.bench.numbers.Spread;
import java.util.List;
import java.util.Optional;

/**
 * What all rounds of a contender have given.
 *
 * @param values of each round, without the first one
 * @param ratios of each round's value to that of raw JDBC in the same round; empty without that
 * @param cpuMicros of this process for one operation, in each round; empty where it was not
 *     measured
 * @param failure why there are no values; empty if there are
 */
record Result(
        String contender,
        String workload,
        String metric,
        List<Double> values,
        List<Double> ratios,
        List<Double> cpuMicros,
        Optional<String> failure) {

    /** Copies. */
    Result {
        values = List.copyOf(values);
        ratios = List.copyOf(ratios);
        cpuMicros = List.copyOf(cpuMicros);
    }

    static Result failed(String contender, String workload, String metric, String failure) {
        return new Result(
                contender, workload, metric, List.of(), List.of(), List.of(), Optional.of(failure));
    }

    Spread spread() {
        return new Spread(values);
    }

    /** The median of ratios, not the ratio of medians: what disturbs a round disturbs both. */
    Optional<Double> ratio() {
        return median(ratios);
    }

    Optional<Double> cpu() {
        return median(cpuMicros);
    }

    private static Optional<Double> median(List<Double> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(new Spread(values).median());
    }
}
