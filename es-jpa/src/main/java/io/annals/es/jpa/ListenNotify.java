package io.annals.es.jpa;

import io.annals.es.spi.Transactions;
import io.annals.es.spi.WakeUps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;

/**
 * Wake-ups by PostgreSQL's LISTEN and NOTIFY: one thread announces, another listens.
 *
 * <p>A node hears its own announcements, too, and takes them for proof that those of others arrive:
 * they may not, behind a proxy that shares connections, or after a fail-over.
 */
final class ListenNotify implements WakeUps {

    private static final Logger LOG = System.getLogger(ListenNotify.class.getName());
    private static final long PATIENCE_MILLIS = 5_000;

    private final Announcer announcer;
    private final Listener listener;
    private final Thread announcing;
    private final Thread listening;

    private ListenNotify(Announcer announcer, Listener listener, ThreadFactory threads) {
        this.announcer = announcer;
        this.listener = listener;
        this.announcing = threads.newThread(announcer);
        this.announcing.setName("annals-journal-announcer");
        this.listening = threads.newThread(listener);
        this.listening.setName("annals-journal-listener");
    }

    /**
     * Begins to listen and to announce.
     *
     * @param wake see {@link io.annals.es.spi.JournalStorage#wakeUps}
     */
    static ListenNotify start(
            Sql sql, Transactions transactions, Runnable wake, ThreadFactory threads) {
        String node = UUID.randomUUID().toString();
        Announcer announcer = new Announcer(sql, transactions, node);
        Listener listener =
                new Listener(
                        () -> transactions.inNew(sql::dataSource), node, announcer::announce, wake);
        ListenNotify started = new ListenNotify(announcer, listener, threads);
        started.announcing.start();
        started.listening.start();
        return started;
    }

    @Override
    public boolean areHeard() {
        return listener.hears();
    }

    @Override
    public void announce() {
        announcer.announce();
    }

    /** Announces what is left, and gives the connection back. */
    @Override
    public void close() {
        listener.close();
        announcer.close();
        join(listening);
        join(announcing);
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE_MILLIS);
            if (thread.isAlive()) { // a pool may be waiting for a connection
                thread.interrupt();
                thread.join(PATIENCE_MILLIS);
            }
            if (thread.isAlive()) {
                LOG.log(
                        Level.ERROR,
                        "Thread {0} does not end and is left behind",
                        thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
