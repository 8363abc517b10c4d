package io.annals.bench.numbers;

import java.util.List;
import java.util.Locale;

/**
 * What rounds have measured, of which the median counts.
 *
 * @param values ascending
 */
public record Spread(List<Double> values) {

    /** Sorts them. */
    public Spread {
        values = values.stream().sorted().toList();
    }

    /** The one in the middle, or between the two that are there. */
    public double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1
                ? values.get(middle)
                : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** The least. */
    public double least() {
        return values.get(0);
    }

    /** The most. */
    public double most() {
        return values.get(values.size() - 1);
    }

    /** The median, and the least and the most. */
    public String text(String format) {
        return String.format(
                Locale.ROOT, "%1$s (%1$s–%1$s)".formatted(format), median(), least(), most());
    }
}
