package io.annals.es.cdi.deployment;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what comes about on another thread. */
public final class Waiting {

    private Waiting() {}

    /** Waits as long as the test may take. */
    public static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain");
            }
        }
    }
}
