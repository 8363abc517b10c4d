package io.annals.es.spi;

/**
 * Carries wake-ups between the nodes of one journal: hints that something was committed, which may
 * be lost and may come for nothing.
 *
 * <p>Thread-safe.
 */
public interface WakeUps extends AutoCloseable {

    /** For storages whose database carries none: readers must poll. */
    WakeUps NONE =
            new WakeUps() {
                @Override
                public boolean areHeard() {
                    return false;
                }

                @Override
                public void announce() {}

                @Override
                public void close() {}
            };

    /**
     * Whether the announcements of other nodes arrive now; while they do not, readers must poll.
     */
    boolean areHeard();

    /**
     * Tells the other nodes soon that something was committed; what is announced meanwhile is told
     * once. Quick, does no database work on the calling thread, and never throws.
     */
    void announce();

    /** Ends it, with its threads and its connection. */
    @Override
    void close();
}
