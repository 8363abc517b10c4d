package io.annals.bench.compare.workload;

/** The names of what is measured. */
final class Metrics {

    private Metrics() {}

    static String threads(int count, String unit) {
        return "%d %s, %s".formatted(count, count == 1 ? "thread" : "threads", unit);
    }
}
