package io.annals.es.consumer;

import io.annals.es.spi.CheckpointStore;

/** Counts in the transaction of a handler: the reference storage keeps nothing else. */
final class Counter {

    private Counter() {}

    /** A checkpoint taken for a number. */
    static void increment(CheckpointStore view, String name) {
        view.reset(name, view.load(name) + 1, 0);
    }
}
