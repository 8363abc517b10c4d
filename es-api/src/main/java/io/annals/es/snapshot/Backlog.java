package io.annals.es.snapshot;

import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateDefinition;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that are still to be taken, each once, in the order in which they were wanted; and
 * the loop that takes them.
 *
 * <p>Thread-safe. What does not fit is dropped: it will be wanted again.
 */
final class Backlog implements Runnable, AutoCloseable {

    private static final int MOST = 1_000;

    private final Map<Wanted, Runnable> left = new LinkedHashMap<>();
    private final Tally tally;
    private boolean closed;

    Backlog(Tally tally) {
        this.tally = tally;
    }

    /**
     * Adds one, unless it is there.
     *
     * @param taking must not throw
     */
    synchronized void add(Wanted wanted, Runnable taking) {
        if (closed || left.containsKey(wanted)) {
            return;
        }
        if (left.size() == MOST) {
            tally.count(Tally.Fate.DROPPED);
            return;
        }
        left.put(wanted, taking);
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return left.isEmpty();
    }

    @Override
    public void run() {
        for (Runnable next = take(); next != null; next = take()) {
            next.run();
            Thread.interrupted(); // by what was folded; whoever ends this closes it first
        }
    }

    private synchronized @Nullable Runnable take() {
        try {
            while (!closed && left.isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        if (closed) {
            return null;
        }
        Iterator<Runnable> first = left.values().iterator();
        Runnable next = first.next();
        first.remove();
        return next;
    }

    @Override
    public synchronized void close() {
        closed = true;
        left.clear();
        notifyAll();
    }

    /** Names a stream as an aggregate class folds it. */
    record Wanted(AggregateDefinition<?> aggregate, StreamId stream) {}
}
