package io.annals.es.consumer;

import java.time.Duration;

/** Wakes those who wait for checkpoints of this node to move. Thread-safe. */
final class Progress {

    private long moves;

    /** A checkpoint has moved. */
    synchronized void moved() {
        moves++;
        notifyAll();
    }

    /** How often one has moved. */
    synchronized long count() {
        return moves;
    }

    /** Waits until one moves, or has moved since so many moves; or the time is over. */
    synchronized void await(long seen, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos();
                moves == seen && left > 0;
                left = end - System.nanoTime()) {
            wait(Duration.ofNanos(left).toMillis() + 1);
        }
    }
}
