package io.annals.es.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A condition of a native query.
 *
 * @param text what follows WHERE; its parameters have numbers, from 1
 * @param parameters their values
 */
record Condition(String text, List<Object> parameters) {

    Condition {
        parameters = List.copyOf(parameters);
    }

    static Condition of(String text, Object... parameters) {
        return new Condition(text, List.of(parameters));
    }

    /**
     * The same, and a column has one of the values, or none of them.
     *
     * @param comparison of a column: IN or NOT IN
     * @param values any number of them; none adds no condition
     */
    Condition and(String comparison, Collection<?> values) {
        if (values.isEmpty()) {
            return this;
        }
        String places =
                IntStream.rangeClosed(1, values.size())
                        .mapToObj(n -> "?" + (parameters.size() + n))
                        .collect(Collectors.joining(", "));
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(values);
        return new Condition("%s AND %s (%s)".formatted(text, comparison, places), all);
    }

    /** The same condition with one more value, for what else is asked together with it. */
    Condition with(Object value) {
        List<Object> all = new ArrayList<>(parameters);
        all.add(value);
        return new Condition(text, all);
    }

    /** The last of the parameters. */
    String last() {
        return "?" + parameters.size();
    }
}
