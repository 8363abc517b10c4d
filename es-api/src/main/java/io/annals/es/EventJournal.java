package io.annals.es;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The journal: the ordered events of all streams, and the truth of the application.
 *
 * <p>Thread-safe. An append joins the caller's JTA transaction, or runs in one of its own where
 * there is none; nothing of it is seen by consumers before that transaction has committed. Events
 * are never changed and never removed.
 *
 * <p>The streams returned read page by page while they are consumed; they hold no database resource
 * between pages and need not be closed.
 */
public interface EventJournal {

    /**
     * Appends to several streams, all or none. Of appends that carry event ids each one is looked
     * at by itself: it is stored, or is a repeat and gets its first receipt.
     *
     * <p>In an application, what {@link io.annals.es.spi.MetadataProvider} beans say is stored as
     * well, and what is appended while an event is being handled names that as its cause.
     *
     * @param appends at most one per stream; written in the order of {@link StreamId}
     * @return a receipt for each append, in the order given
     * @throws WrongExpectedVersionException if a stream is not as expected or another writer was
     *     faster; the transaction is then marked rollback-only
     * @throws ContentionException if the database gave up on a lock or on serialisation, or another
     *     writer was storing the same event ids; the same, and a retry in a new transaction may
     *     succeed
     * @throws ReusedEventIdException if an append carries an event id that is stored already, and
     *     is no repeat of the append that stored it; the transaction is marked rollback-only
     * @throws UnknownEventTypeException if an event's class is not among the known event types
     * @throws IllegalArgumentException if two appends name the same stream or the same event id, or
     *     their metadata would be too long with what is added to it
     * @throws EventSourcingException if a provider of metadata throws, or says what cannot be
     *     stored; the message names it
     */
    List<Receipt> append(List<Append> appends);

    /** Appends to one stream, without metadata of its own; see {@link #append(List)}. */
    default Receipt append(StreamId stream, ExpectedVersion expected, List<?> events) {
        return append(List.of(new Append(stream, expected, events, Metadata.empty()))).get(0);
    }

    /**
     * Reads one stream by version, from the event after {@code afterVersion}: each stored event
     * with what it is today, also where upcasters make nothing of it.
     *
     * @param afterVersion 0 to read from the beginning
     * @throws UnreadableEventException while the stream is consumed, where an event's type or
     *     revision is unknown, an upcaster fails or its payload does not fit
     */
    Stream<EventParts> readParts(StreamId stream, long afterVersion);

    /**
     * Reads the events of one stream by version, from those after {@code afterVersion}. As
     * upcasters split and drop what is stored, several events may have one version, or none.
     *
     * @param afterVersion 0 to read from the beginning
     * @throws UnreadableEventException as {@link #readParts}
     */
    default Stream<EventEnvelope<Object>> read(StreamId stream, long afterVersion) {
        return readParts(stream, afterVersion)
                .mapMulti((stored, each) -> stored.events().forEach(each));
    }

    /** Reads one stream from its beginning; see {@link #read(StreamId, long)}. */
    default Stream<EventEnvelope<Object>> read(StreamId stream) {
        return read(stream, 0);
    }

    /**
     * Reads the whole journal in the order of positions, from the event after {@code afterPosition}
     * up to the last one below which no event can appear any more.
     *
     * <p>Which one that is, is found out at the call, in a transaction of its own: a caller who is
     * in a transaction needs a second connection meanwhile. As many such callers at once as the
     * pool has connections would wait for each other until the pool refuses them: call it outside
     * of transactions, or see that the pool has more connections than there can be such callers.
     *
     * @param afterPosition 0 to read from the beginning
     * @param filter which of the events that upcasters make of what is stored
     * @throws UnreadableEventException as {@link #readParts}
     */
    Stream<EventEnvelope<Object>> readAll(long afterPosition, EventFilter filter);

    /** The ids of all streams of a category, in a stable order. */
    Stream<String> ids(String category);

    /** The names of all event types that this application knows, and so can write and read. */
    Set<String> eventTypes();

    /**
     * Looks up the position of an appended event; empty as long as the database has not given it
     * one.
     */
    OptionalLong position(Receipt receipt);
}
