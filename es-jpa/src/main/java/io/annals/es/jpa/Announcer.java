package io.annals.es.jpa;

import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells the nodes that listen that something was committed, by a NOTIFY in a transaction of its
 * own: in an append's it would make commits wait for each other, and a two-phase commit fail.
 *
 * <p>Thread-safe. What is announced while the last announcement is under way, or shortly after it,
 * becomes one; the more there is to announce, the longer it waits.
 */
final class Announcer implements Runnable, AutoCloseable {

    static final String CHANNEL = "es_journal";

    private static final Logger LOG = System.getLogger(Announcer.class.getName());

    /**
     * It need not wait for the disk: nobody misses an announcement of a server that has crashed.
     */
    private static final String NOTIFY =
            """
            SELECT count(*) FROM set_config('synchronous_commit', 'off', true), pg_notify('%s', CAST(?1 AS varchar))"""
                    .formatted(CHANNEL);

    private static final Duration QUIET_AFTERWARDS = Duration.ofMillis(5);
    private static final Duration LONGEST_QUIET = Duration.ofMillis(20);

    /** As many commits, on average, make it wait longer. */
    private static final Duration BETWEEN_MANY = Duration.ofMillis(2);

    private final Sql sql;
    private final Transactions transactions;
    private final String node;
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final Semaphore changes = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Duration quiet = QUIET_AFTERWARDS;
    private boolean failing;

    /**
     * Prepares to announce.
     *
     * @param node what announcements say: who makes them
     */
    Announcer(Sql sql, Transactions transactions, String node) {
        this.sql = sql;
        this.transactions = transactions;
        this.node = node;
    }

    void announce() {
        asked.incrementAndGet();
        if (!due.getAndSet(true)) {
            changes.release();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        changes.release();
    }

    @Override
    public void run() {
        try {
            while (due.get() || closed.getCount() > 0) {
                changes.acquire();
                if (due.getAndSet(false)) {
                    tell();
                    closed.await(quiet().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration quiet() {
        if (BETWEEN_MANY.multipliedBy(asked.getAndSet(0)).compareTo(quiet) < 0) {
            quiet = QUIET_AFTERWARDS;
        } else if (quiet.compareTo(LONGEST_QUIET) < 0) {
            quiet = quiet.multipliedBy(2);
        }
        return quiet;
    }

    private void tell() {
        try {
            transactions.inNew(() -> sql.rows(NOTIFY, node));
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) { // what lasts is told once
                LOG.log(
                        Level.WARNING,
                        "Could not tell other nodes of a commit. They find it when they poll next",
                        e);
            }
            failing = true;
        }
    }
}
