package io.annals.es.consumer;

import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.Segment;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;

/**
 * Gets and keeps the leases that this node wants, all at once, by a thread of its own: a handler
 * may take its time, and so may a change that waits for one.
 *
 * <p>Thread-safe. What it knows of a lease may be late; the checkpoint refuses whoever has lost it.
 */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LeaseStore leases;
    private final Runnable changed;
    private final Rounds rounds;
    private final String owner;
    private final Object database = new Object(); // held while leases are asked for or given back

    private final Map<String, Held> wanted = new HashMap<>();

    /**
     * Prepares the thread, which the first {@link #want} starts.
     *
     * @param owner names this node and no other
     * @param changed is called when a lease was got or lost
     */
    LeaseKeeper(LeaseStore leases, String owner, ThreadFactory threads, Runnable changed) {
        this.leases = leases;
        this.owner = owner;
        this.changed = changed;
        Duration often = leases.duration().dividedBy(5);
        this.rounds =
                new Rounds(
                        threads,
                        "annals-leases",
                        often.compareTo(PAUSE) < 0 ? often : PAUSE,
                        this::checkAll);
    }

    /** Whether its thread has ended although nobody has closed it. */
    boolean isDead() {
        return rounds.isDead();
    }

    /** The name of the lease by which one node works for a segment. */
    static String name(Segment segment) {
        return "consumer " + segment.name();
    }

    /** Begins to try for a lease. */
    synchronized void want(String name) {
        wanted.put(name, Held.NOT);
        notifyAll();
        rounds.ask();
    }

    /**
     * Waits until this node has a lease.
     *
     * @param waiting whether to wait on; {@link #recheck} has it asked again
     * @return its epoch; 0 if the wait has ended without it
     */
    synchronized long await(String name, BooleanSupplier waiting) throws InterruptedException {
        while (epoch(name) == 0 && isWanted(name) && waiting.getAsBoolean()) {
            wait();
        }
        return epoch(name);
    }

    /** Has all who wait for a lease ask themselves whether they still do. */
    synchronized void recheck() {
        notifyAll();
    }

    /** The epoch of a lease, as far as this node knows; 0 if it does not have it. */
    synchronized long epoch(String name) {
        return wanted.getOrDefault(name, Held.NOT).epoch;
    }

    /** Whether this node has a lease, as far as it knows, and in this epoch. */
    boolean has(String name, long epoch) {
        return epoch != 0 && epoch(name) == epoch;
    }

    /** Who has which lease, on all nodes. */
    Map<String, String> owners() {
        return leases.owners();
    }

    /** Whether a lease is another node's, of those that have an owner. */
    boolean isOfOthers(String name, Map<String, String> owners) {
        return !owners.getOrDefault(name, owner).equals(owner);
    }

    /** Finds out at once whether this node has a lease, or still has it. */
    void check(String name) {
        check(Set.of(name));
    }

    /** Does not try for a lease any more, and acts as if this node had lost it. */
    synchronized void forget(String name) {
        wanted.remove(name);
        notifyAll();
    }

    /** Lets other nodes have a lease at once; forgets it. */
    void release(String name) {
        forget(name);
        synchronized (database) {
            try {
                leases.release(name, owner);
            } catch (RuntimeException | Error e) { // who closes must go on
                LOG.log(
                        Level.WARNING,
                        "Could not give back the lease '%s': other nodes wait for its end, %s at most"
                                .formatted(name, leases.duration()),
                        e);
            }
        }
    }

    /** Ends the thread; what was not released stays leased until its time is over. */
    @Override
    public void close() {
        synchronized (this) {
            wanted.clear();
            notifyAll();
        }
        rounds.close();
    }

    private void checkAll() {
        check(wanted());
    }

    private void check(Set<String> names) {
        synchronized (database) {
            Set<String> asked = wanted();
            asked.retainAll(names);
            if (!asked.isEmpty()) {
                ask(asked).forEach(this::remember);
            }
        }
    }

    /** A database that cannot be reached takes nothing away before a lease is over. */
    private Map<String, Held> ask(Set<String> names) {
        long asked = System.nanoTime();
        Map<String, Held> now = new HashMap<>();
        try {
            Map<String, Long> epochs = leases.hold(names, owner);
            names.forEach(name -> now.put(name, new Held(epochs.getOrDefault(name, 0L), asked)));
        } catch (RuntimeException e) {
            boolean lost = false;
            for (String name : names) {
                Held before = held(name);
                Held held = before.unlessOver(asked, leases.duration().toNanos());
                lost |= held.epoch != before.epoch;
                now.put(name, held);
            }
            LOG.log(lost ? Level.WARNING : Level.DEBUG, "Could not renew the leases " + names, e);
        }
        return now;
    }

    private void remember(String name, Held now) {
        long before;
        synchronized (this) {
            before = epoch(name);
            if (isWanted(name)) {
                wanted.put(name, now);
            }
            notifyAll();
        }
        if (before != now.epoch) {
            LOG.log(
                    Level.INFO,
                    now.epoch == 0
                            ? "The lease '%s' is another node's now, or nobody's".formatted(name)
                            : "The lease '%s' is this node's now (epoch %d)"
                                    .formatted(name, now.epoch));
            changed.run();
        }
    }

    private synchronized Set<String> wanted() {
        return new TreeSet<>(wanted.keySet());
    }

    private synchronized Held held(String name) {
        return wanted.getOrDefault(name, Held.NOT);
    }

    private synchronized boolean isWanted(String name) {
        return wanted.containsKey(name);
    }

    /**
     * What is known of a lease.
     *
     * @param epoch 0 if this node does not have it
     * @param since when that was asked for, by this process's clock
     */
    private record Held(long epoch, long since) {

        static final Held NOT = new Held(0, 0);

        Held unlessOver(long now, long lasts) {
            return now - since > lasts ? NOT : this;
        }
    }
}
