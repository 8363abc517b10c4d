package io.annals.es.spi;

import io.annals.es.ContentionException;
import io.annals.es.EventFilter;
import io.annals.es.EventRevision;
import io.annals.es.EventSourcingException;
import io.annals.es.Receipt;
import io.annals.es.ReusedEventIdException;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The port that a database implements: bytes in, bytes out, in order. It knows no serialiser and no
 * container.
 *
 * <p>Thread-safe. The storage conformance suite of {@code es-test} is the executable form of this
 * contract. Events come in pages of at most {@code limit}, and of fewer where their payloads have
 * together more than {@link Page#MAX_BYTES}; {@link Page#more()} says whether to go on. A page of
 * ids that is shorter than {@code limit} is the last one for now.
 */
public interface JournalStorage extends AutoCloseable {

    /**
     * Stores the events of all appends, all or none, in the transaction that is active on this
     * thread.
     *
     * <p>Streams are written in the order of {@link StreamId}. Within a stream versions continue
     * without holes, and two writers never both store one version: the check is part of the write.
     * On an exception the transaction is marked rollback-only.
     *
     * <p>An event id is stored once. Where an append {@linkplain StreamAppend#mayBeRepeat() may be
     * a repeat}, its ids are looked up first, in the same transaction; a {@linkplain
     * StreamAppend#repeated repeat} stores nothing and gets the first receipt. One that loses the
     * race for an id fails in a way that a retry finds it.
     *
     * @param appends at most one per stream
     * @return a receipt for each append, in the order given
     * @throws WrongExpectedVersionException if a stream is shorter or longer than expected, or
     *     another transaction wrote the same version first
     * @throws EventSourcingException if a payload is larger than {@link
     *     StorageSettings#maxPayload()}; the message names both sizes
     * @throws ContentionException on a deadlock, a lock time-out, a serialisation failure or a race
     *     for an event id
     * @throws ReusedEventIdException if an append is no repeat and yet an id of it is stored
     */
    List<Receipt> append(List<StreamAppend> appends);

    /**
     * Reads a page of one stream by version, from the event after {@code afterVersion} (0: from the
     * beginning).
     */
    Page readStream(StreamId stream, long afterVersion, int limit);

    /** The stored events that have one of these ids, in any order. */
    List<StoredEvent> withIds(List<UUID> eventIds);

    /**
     * Reads a page of the ids of a category's streams, in an order that stays the same.
     *
     * @param afterId the last id of the page before; null for the first page
     */
    List<String> streamIds(String category, @Nullable String afterId, int limit);

    /**
     * Reads a page of the categories of which events are stored, in an order that stays the same.
     * Costs one look-up for each, however many events there are.
     *
     * @param afterCategory the last category of the page before; null for the first page
     */
    List<String> categories(@Nullable String afterCategory, int limit);

    /**
     * Finds out how far the journal is settled, doing what must be done for that: numbering
     * committed events, or proving that holes are dead. Never goes back within one incarnation of
     * the journal.
     *
     * <p>Works in a transaction of its own, whatever the caller's, which is suspended meanwhile and
     * keeps its connection.
     */
    Settled settledUpTo();

    /**
     * Tells whom the journal waits for, so that an operator can find them: each transaction or
     * process without whose end {@link #settledUpTo()} cannot move on. Empty if it waits for
     * nobody.
     *
     * <p>Works in a transaction of its own, and may be slow: it is for logs and health checks.
     */
    List<Holder> heldUpBy();

    /**
     * Counts the committed events that nobody can read yet: that have no position, or one above
     * what this storage has found settled last. Events of transactions that are not over are not
     * known, and not counted.
     *
     * <p>Works in a transaction of its own; its cost grows with the count.
     *
     * @param atMost it counts no further
     */
    long pending(int atMost);

    /**
     * Makes sure that the database is still one that this code can work with: that it answers, and
     * has the schema of the version that was found when the storage was opened.
     *
     * <p>Works in a transaction of its own, and is cheap: it is asked every few seconds.
     *
     * @throws EventSourcingException if it is not; the message says what to do
     */
    void check();

    /**
     * Begins to exchange wake-ups with the other nodes, where the database can carry them; else
     * {@link WakeUps#NONE}. Does not wait until they are heard, and fails for no reason of the
     * database's.
     *
     * @param wake is called when another node has announced a commit, and when announcements may
     *     have been missed; must be quick and must not throw
     * @param threads makes the threads that listen and announce
     */
    WakeUps wakeUps(Runnable wake, ThreadFactory threads);

    /**
     * Finds the place in the journal from which on a reader sees every event that was appended at
     * an instant or later: the position before the lowest of theirs, the last one settled if there
     * are none. May read the whole journal.
     */
    long positionBefore(Instant instant);

    /**
     * Reads a page of the journal by position, after {@code afterPosition} up to and including
     * {@code upTo}.
     *
     * @param upTo at most a position that {@link #settledUpTo()} returned; or any, for a caller who
     *     knows that no transaction has appended such events and is not over yet, and that none of
     *     these events {@linkplain #awaitsPosition waits for its position}
     */
    Page read(long afterPosition, long upTo, EventFilter filter, int limit);

    /**
     * Which revisions of which event types are stored. Takes the same time however many events
     * there are.
     */
    Set<EventRevision> storedRevisions();

    /**
     * Whether a committed event that a reader wants has no position yet; {@link #settledUpTo()}
     * gives it one sooner or later, here or on another node.
     */
    boolean awaitsPosition(EventFilter filter);

    /**
     * The checkpoints of consumers, in the same database and the same transactions as the journal.
     */
    CheckpointStore checkpoints();

    /** The events that consumers have set aside, in the same database and the same transactions. */
    DeadLetterStore deadLetters();

    /** The consumers of this journal, in the same database and the same transactions. */
    ConsumerStore consumers();

    /** The snapshots of aggregates, in the same database and the same transactions. */
    SnapshotStore snapshots();

    /** The leases of the nodes that share this journal. */
    LeaseStore leases();

    /**
     * Ends this node's part in the journal in an orderly way: what other nodes would have to wait
     * for is handed over at once. Nothing is deleted, and what was appended stays.
     *
     * <p>To be called when nothing uses the storage any more; again has no effect. Works in a
     * transaction of its own.
     */
    @Override
    void close();
}
