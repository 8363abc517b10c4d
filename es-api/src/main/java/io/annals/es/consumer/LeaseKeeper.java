package io.annals.es.consumer;

import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.Segment;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;

/**
 * Gets and keeps the leases of this node's consumers, by a thread of its own: a handler may take
 * its time.
 *
 * <p>Thread-safe. What it knows of a lease may be late; the checkpoint refuses whoever has lost it.
 */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String PREFIX = "consumer ";

    private final LeaseStore leases;
    private final Runnable round;
    private final Runnable changed;
    private final Thread thread;
    private final String owner;
    private final long pauseMillis;
    private final Object database = new Object(); // held while a lease is asked for or given back

    private final Map<String, Held> wanted = new HashMap<>();
    private boolean asked;
    private boolean closed;

    /**
     * Prepares the thread, which the first {@link #look} starts.
     *
     * @param owner names this node and no other
     * @param round is called before the leases are looked after, each time
     * @param changed is called when a lease was got or lost
     */
    LeaseKeeper(
            LeaseStore leases,
            String owner,
            ThreadFactory threads,
            Runnable round,
            Runnable changed) {
        this.leases = leases;
        this.owner = owner;
        this.round = round;
        this.changed = changed;
        this.thread = threads.newThread(this::run);
        this.thread.setName("annals-leases");
        this.pauseMillis = Math.min(PAUSE.toMillis(), leases.duration().toMillis() / 5);
    }

    /** Who has a segment's lease, among all leases. */
    static Optional<String> owner(Segment segment, Map<String, String> owners) {
        return Optional.ofNullable(owners.get(PREFIX + segment.name()));
    }

    /** Begins to try for a consumer's lease. */
    synchronized void want(String consumer) {
        wanted.put(consumer, Held.NOT);
        notifyAll();
    }

    /** Has the next round begin at once. */
    synchronized void look() {
        asked = true;
        notifyAll();
        if (thread.getState() == Thread.State.NEW && !closed) {
            thread.start();
        }
    }

    /**
     * Waits until this node has a consumer's lease.
     *
     * @return its epoch; 0 if it is not wanted any more
     */
    synchronized long await(String consumer) throws InterruptedException {
        while (epoch(consumer) == 0 && isWanted(consumer)) {
            wait();
        }
        return isWanted(consumer) ? epoch(consumer) : 0;
    }

    /** Whether this node has a consumer's lease, as far as it knows, and in this epoch. */
    synchronized boolean has(String consumer, long epoch) {
        return epoch != 0 && epoch(consumer) == epoch;
    }

    /** Finds out at once whether this node has a consumer's lease still. */
    void check(String consumer) {
        synchronized (database) {
            if (isWanted(consumer)) {
                remember(consumer, ask(consumer));
            }
        }
    }

    /** Does not try for a consumer's lease any more, and acts as if this node had lost it. */
    synchronized void forget(String consumer) {
        wanted.remove(consumer);
        notifyAll();
    }

    /** Lets other nodes have a consumer's lease at once; forgets it. */
    void release(String consumer) {
        forget(consumer);
        synchronized (database) {
            try {
                leases.release(PREFIX + consumer, owner);
            } catch (RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "Could not give back the lease of consumer '%s': other nodes wait for its end, %s at most"
                                .formatted(consumer, leases.duration()),
                        e);
            }
        }
    }

    /** Ends the thread; what was not released stays leased until its time is over. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            wanted.clear();
            notifyAll();
        }
        Threads.join(thread);
    }

    private void run() {
        try {
            while (begins()) {
                round.run();
                List<String> all = consumers();
                all.forEach(this::checkOrTell);
                pause(all);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without this thread no lease would be renewed, and no change followed. */
    private void checkOrTell(String consumer) {
        try {
            check(consumer);
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.ERROR,
                    "Could not look after the lease of consumer '%s'".formatted(consumer),
                    e);
        }
    }

    private synchronized boolean begins() {
        asked = false;
        return !closed;
    }

    private synchronized List<String> consumers() {
        return wanted.keySet().stream().sorted().toList();
    }

    /** Until it is time to look again, or there are other consumers to look after. */
    private synchronized void pause(List<String> all) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(pauseMillis).toNanos();
        for (long left = end - System.nanoTime();
                left > 0 && !closed && !asked && all.equals(consumers());
                left = end - System.nanoTime()) {
            wait(Duration.ofNanos(left).toMillis() + 1);
        }
    }

    /** A database that cannot be reached takes nothing away before the lease is over. */
    private Held ask(String consumer) {
        long asked = System.nanoTime();
        try {
            OptionalLong epoch = leases.hold(PREFIX + consumer, owner);
            return epoch.isPresent() ? new Held(epoch.getAsLong(), asked) : Held.NOT;
        } catch (RuntimeException e) {
            Held before = held(consumer);
            boolean over = asked - before.since > leases.duration().toNanos();
            LOG.log(
                    before.epoch != 0 && over ? Level.WARNING : Level.DEBUG,
                    "Could not renew the lease of consumer '%s'".formatted(consumer),
                    e);
            return over ? Held.NOT : before;
        }
    }

    private void remember(String consumer, Held now) {
        long before;
        synchronized (this) {
            before = epoch(consumer);
            if (isWanted(consumer)) {
                wanted.put(consumer, now);
            }
            notifyAll();
        }
        if (before != now.epoch) {
            LOG.log(
                    Level.INFO,
                    now.epoch == 0
                            ? "Consumer '%s' runs on another node now, or nowhere"
                                    .formatted(consumer)
                            : "Consumer '%s' runs on this node (epoch %d)"
                                    .formatted(consumer, now.epoch));
            changed.run();
        }
    }

    private synchronized Held held(String consumer) {
        return wanted.getOrDefault(consumer, Held.NOT);
    }

    private synchronized boolean isWanted(String consumer) {
        return wanted.containsKey(consumer);
    }

    private synchronized long epoch(String consumer) {
        return wanted.getOrDefault(consumer, Held.NOT).epoch;
    }

    /**
     * What is known of a lease.
     *
     * @param epoch 0 if this node does not have it
     * @param since when that was asked for, by this process's clock
     */
    private record Held(long epoch, long since) {
        static final Held NOT = new Held(0, 0);
    }
}
