package io.annals.bench.numbers;

import java.util.List;
import java.util.Locale;

/**
 * What rounds have measured, of which the median counts.
 *
 * @param values ascending
 */
record Spread(List<Double> values) {

    /** Sorts them. */
    Spread {
        values = values.stream().sorted().toList();
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1
                ? values.get(middle)
                : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** The median, and the least and the most. */
    String text(String format) {
        return String.format(
                Locale.ROOT,
                "%1$s (%1$s–%1$s)".formatted(format),
                median(),
                values.get(0),
                values.get(values.size() - 1));
    }
}
