package io.annals.es.jpa;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Hears announcements on a connection that it keeps, and takes another one when it has reason to
 * believe that it would hear nothing any more.
 *
 * <p>While it hears nothing the journal must be polled: it says so once in the log.
 */
final class Listener implements Runnable, AutoCloseable {

    private static final Logger LOG = System.getLogger(Listener.class.getName());

    /** How long it may take to close: the driver listens without being interruptible. */
    private static final Duration AT_A_TIME = Duration.ofMillis(500);

    private static final Duration OWN_ANNOUNCEMENT_AFTER = Duration.ofSeconds(5);
    private static final Duration OWN_ANNOUNCEMENT_HEARD = Duration.ofSeconds(10);
    private static final Duration BEFORE_ANOTHER_CONNECTION = Duration.ofSeconds(2);

    private final Supplier<Optional<DataSource>> source;
    private final String node;
    private final Runnable announce;
    private final Runnable wake;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean hears;
    private boolean deafnessTold;

    /**
     * Prepares to listen.
     *
     * @param source where connections come from, if that is known
     * @param node what this node's own announcements say
     * @param announce makes such an announcement
     * @param wake what to do when another node has announced something, or may have
     */
    Listener(Supplier<Optional<DataSource>> source, String node, Runnable announce, Runnable wake) {
        this.source = source;
        this.node = node;
        this.announce = announce;
        this.wake = wake;
    }

    /** Whether announcements arrive now. */
    boolean hears() {
        return hears;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public void run() {
        try {
            do {
                listenUntilFailure();
            } while (!closed.await(BEFORE_ANOTHER_CONNECTION.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLFeatureNotSupportedException | LinkageError e) {
            tellDeafness("its persistence unit or its driver does not let it listen", e);
        }
    }

    private void listenUntilFailure() throws SQLFeatureNotSupportedException {
        try {
            DataSource found = source.get().orElseThrow(Listener::unknownSource);
            try (PostgreSqlListener listener = PostgreSqlListener.open(found, Announcer.CHANNEL)) {
                listen(listener);
            }
        } catch (SQLFeatureNotSupportedException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            tellDeafness("no connection listens", e);
        } finally {
            if (hears) {
                hears = false;
                wake.run(); // to be polled from now on
            }
        }
    }

    private void listen(PostgreSqlListener listener) throws SQLException {
        long heardOwn = System.nanoTime();
        announce.run();
        while (closed.getCount() > 0) {
            boolean own = false;
            boolean others = false;
            for (String payload : listener.await(AT_A_TIME)) {
                own |= payload.equals(node);
                others |= !payload.equals(node);
            }
            if (own || others) {
                hear();
            }
            if (others) {
                wake.run();
            }
            long silent = System.nanoTime() - heardOwn;
            if (own) {
                heardOwn = System.nanoTime();
            } else if (silent > OWN_ANNOUNCEMENT_HEARD.toNanos()) {
                throw new SQLException("this node has not heard an announcement of its own");
            } else if (silent > OWN_ANNOUNCEMENT_AFTER.toNanos()) {
                announce.run();
            }
        }
    }

    private void hear() {
        if (!hears) {
            hears = true;
            wake.run(); // something may have been announced before
            if (deafnessTold) {
                deafnessTold = false;
                LOG.log(Level.INFO, "Commits of other nodes wake this one");
            }
        }
    }

    private static SQLFeatureNotSupportedException unknownSource() {
        return new SQLFeatureNotSupportedException(
                "the persistence provider does not tell the unit's data source");
    }

    private void tellDeafness(String why, Throwable cause) {
        if (!deafnessTold && closed.getCount() > 0) {
            deafnessTold = true;
            LOG.log(
                    Level.INFO,
                    "Commits of other nodes do not wake this one; it polls for them: %s (%s)"
                            .formatted(why, cause));
        }
    }
}
