package io.annals.bench.compare.contender;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread; many signals that come before it looks are one. */
public final class Signal {

    private final Semaphore given = new Semaphore(0);

    /** Gives it. */
    public void give() {
        if (given.availablePermits() == 0) {
            given.release();
        }
    }

    /**
     * Waits for it.
     *
     * @return false if the thread was interrupted
     */
    public boolean await(Duration longest) {
        try {
            given.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
            given.drainPermits();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
