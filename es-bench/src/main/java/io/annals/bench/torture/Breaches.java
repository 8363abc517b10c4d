package io.annals.bench.torture;

import java.util.ArrayList;
import java.util.List;

/** Collects what must not be: all are counted, the first ones are told. */
final class Breaches {

    private static final int TOLD = 50;

    private final List<String> told = new ArrayList<>();
    private long count;

    void add(String format, Object... arguments) {
        count++;
        if (told.size() < TOLD) {
            told.add(format.formatted(arguments));
        }
    }

    long count() {
        return count;
    }

    List<String> told() {
        return List.copyOf(told);
    }
}
