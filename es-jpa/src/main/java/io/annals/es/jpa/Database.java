package io.annals.es.jpa;

import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.Transactions;
import io.annals.es.spi.WakeUps;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;

/** What differs between databases. */
interface Database {

    /** Its name, which is also the folder of its scripts. */
    String name();

    /** A query that counts the tables of the current schema named {@code es_journal}. */
    String countJournalTables();

    /**
     * The statement that stores events of one stream in the order of their versions, or fewer of
     * them if a version is taken. Parameters: category, stream id, the version before the first
     * event, metadata (empty for none); then event id, type, revision and payload of each event.
     *
     * @param rows how many events
     * @param guarded whether nothing is to be stored unless the version before the first event
     *     exists
     */
    String insert(int rows, boolean guarded);

    /**
     * The event's time in a query: as the database keeps it, or, where it would change on its way
     * through the time zones of sessions, servers and this process, as a text in UTC.
     */
    default String time() {
        return "time";
    }

    /** An event's id as a parameter. */
    default Object id(UUID eventId) {
        return eventId;
    }

    /**
     * A condition for the events of an instant or later, which is parameter 1: microseconds since
     * the beginning of 1970, whatever the time zones of sessions.
     */
    String since();

    /** What is taken, where a failure of that statement says so. */
    Taken taken(RuntimeException failure);

    /** See {@link io.annals.es.spi.JournalStorage#wakeUps}. */
    default WakeUps wakeUps(
            Sql sql, Transactions transactions, Runnable wake, ThreadFactory threads) {
        return WakeUps.NONE;
    }

    /**
     * An expression for the time of the database's clock so far ahead, comparable with {@code
     * es_lease.expires}, whatever the time zones of sessions.
     */
    String clock(Duration ahead);

    /**
     * An expression for a time of {@link #clock} in microseconds since 1970, as drivers cannot lose
     * it on its way through the time zones of sessions, servers and this process.
     */
    default String micros(String time) {
        return "CAST(extract(epoch FROM %s) * 1000000 AS bigint)".formatted(time);
    }

    /**
     * A query that lets nobody else {@linkplain #lockConsumer lock} the consumer of a name until
     * the transaction ends; other transactions may do the same at a time. It selects a number
     * greater than 0 if there is such a consumer.
     */
    default String shareConsumer() {
        return lockConsumer();
    }

    /** The same, for one transaction at a time and while nobody shares it. */
    default String lockConsumer() {
        return "SELECT 1 FROM es_consumer WHERE name = ?1 FOR UPDATE";
    }

    /**
     * The statement that makes the row of a lease whose time is over. Parameters: name, owner. It
     * does not wait for long for a transaction that is making the same row, but makes none or
     * fails. Without more, that is up to the database, as to H2's LOCK_TIMEOUT.
     */
    default String createLease() {
        return "INSERT INTO es_lease (name, owner, epoch, expires) VALUES (?1, ?2, 0, %s)"
                .formatted(clock(Duration.ZERO));
    }

    /** Checks that positions can be kept here and starts to keep them. */
    Positions open(Sql sql, Transactions transactions, StorageSettings settings);
}
