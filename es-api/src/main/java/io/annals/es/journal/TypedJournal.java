package io.annals.es.journal;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventJournal;
import io.annals.es.EventParts;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.UnreadableEventException;
import io.annals.es.evolution.Upcaster;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.spi.Transactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The journal of an application: it turns events into bytes, and lets a storage keep them.
 *
 * <p>Thread-safe.
 */
public final class TypedJournal implements EventJournal {

    private static final int PAGE = 1_000;

    private final JournalStorage storage;
    private final TypedEvents events;
    private final Transactions transactions;
    private final Runnable afterCommit;
    private final AppendParticipant participant;
    private final Consumer<StreamId> changing;

    /**
     * Puts a typed journal over a storage.
     *
     * @param types the events that may be written and read; asked each time, because an application
     *     may find some of its types after it has begun to use the journal
     * @param afterCommit called whenever an append has committed, on the thread that committed it:
     *     it must be quick and must not touch a database
     */
    public TypedJournal(
            JournalStorage storage,
            EventSerializer serializer,
            Supplier<EventTypes> types,
            Transactions transactions,
            Runnable afterCommit) {
        this(
                storage,
                new TypedEvents(serializer, types),
                transactions,
                afterCommit,
                AppendParticipant.NONE,
                stream -> {});
    }

    private TypedJournal(
            JournalStorage storage,
            TypedEvents events,
            Transactions transactions,
            Runnable afterCommit,
            AppendParticipant participant,
            Consumer<StreamId> changing) {
        this.storage = storage;
        this.events = events;
        this.transactions = transactions;
        this.afterCommit = afterCommit;
        this.participant = participant;
        this.changing = changing;
    }

    /** The same journal, in whose appends another takes part. */
    public TypedJournal with(AppendParticipant participant) {
        return new TypedJournal(storage, events, transactions, afterCommit, participant, changing);
    }

    /**
     * The same journal, which names each stream that it is about to append to; in the transaction
     * of the append, before anything is stored. Whoever was told so before is told no longer.
     */
    public TypedJournal beforeAppends(Consumer<StreamId> changing) {
        return new TypedJournal(storage, events, transactions, afterCommit, participant, changing);
    }

    /** The same journal, which reads events of old revisions by upcasters. */
    public TypedJournal upcasting(Evolution upcasters) {
        return new TypedJournal(
                storage,
                events.upcasting(upcasters),
                transactions,
                afterCommit,
                participant,
                changing);
    }

    /** The upcasters by which it reads. */
    public Collection<Upcaster<?>> upcasters() {
        return events.evolution().upcasters();
    }

    @Override
    public List<Receipt> append(List<Append> appends) {
        requireDistinct(appends);
        List<StreamAppend> serialized = appends.stream().map(events::serialize).toList();
        return transactions.required(
                () -> {
                    serialized.forEach(append -> changing.accept(append.stream()));
                    boolean joined = participant.joins(appends);
                    List<Receipt> receipts =
                            joined || mayRepeatWhatChanged(serialized)
                                    ? appendFresh(serialized, joined)
                                    : storage.append(serialized);
                    transactions.afterCommit(afterCommit);
                    return receipts;
                });
    }

    @Override
    public Stream<EventParts> readParts(StreamId stream, long afterVersion) {
        return read(stream, afterVersion, Long.MAX_VALUE)
                .map(stored -> events.parts(stored, stored.position()));
    }

    @Override
    public Stream<EventEnvelope<Object>> readAll(long afterPosition, EventFilter filter) {
        long upTo = storage.settledUpTo().position();
        EventFilter stored = storedAs(filter);
        return Pages.events(
                        last ->
                                storage.read(
                                        last == null ? afterPosition : last.position(),
                                        upTo,
                                        stored,
                                        PAGE))
                .<EventEnvelope<Object>>mapMulti(
                        (event, each) -> deserialize(event, filter).forEach(each));
    }

    @Override
    public Stream<String> ids(String category) {
        StreamId.requireCategory(category);
        return Pages.ids(PAGE, last -> storage.streamIds(category, last, PAGE));
    }

    @Override
    public Set<String> eventTypes() {
        return events.typeNames();
    }

    @Override
    public OptionalLong position(Receipt receipt) {
        return storage.readStream(receipt.stream(), receipt.version() - 1, 1).events().stream()
                .filter(event -> event.version() == receipt.version())
                .mapToLong(StoredEvent::position)
                .filter(position -> position != EventEnvelope.NO_POSITION)
                .findFirst();
    }

    /**
     * The filter by which the storage finds all events of which a filter wants a part: events were
     * stored under the names of their time.
     */
    public EventFilter storedAs(EventFilter filter) {
        return events.evolution().stored(filter);
    }

    /**
     * Turns a stored event into its typed form: the event that it is today, several where it is
     * split, none where it is dropped.
     *
     * @param filter what is wanted of it, by the names of today
     * @throws UnreadableEventException if its type or revision is unknown, an upcaster fails or its
     *     payload does not fit
     */
    public List<EventEnvelope<Object>> deserialize(StoredEvent stored, EventFilter filter) {
        return deserialize(stored, stored.position(), filter);
    }

    /**
     * Turns a stored event into what an {@link AppendParticipant} is told of it: as {@link
     * #deserialize}, but without a position.
     */
    public List<EventEnvelope<Object>> deserializeWithoutPosition(
            StoredEvent stored, EventFilter filter) {
        return deserialize(stored, EventEnvelope.NO_POSITION, filter);
    }

    private List<EventEnvelope<Object>> deserialize(
            StoredEvent stored, long position, EventFilter filter) {
        List<EventEnvelope<Object>> parts = events.parts(stored, position).events();
        return parts.stream().allMatch(part -> isWanted(part, filter))
                ? parts
                : parts.stream().filter(part -> isWanted(part, filter)).toList();
    }

    private static boolean isWanted(EventEnvelope<?> event, EventFilter filter) {
        return filter.matches(event.stream().category(), event.type());
    }

    /** A storage compares bytes, and what a former release has stored has others today. */
    private boolean mayRepeatWhatChanged(List<StreamAppend> appends) {
        return events.evolution().hasUpcasters()
                && appends.stream().anyMatch(StreamAppend::mayBeRepeat);
    }

    /** Repeats are found here, because only what they are not is told. */
    private List<Receipt> appendFresh(List<StreamAppend> appends, boolean tell) {
        Map<StreamId, Receipt> receipts = new HashMap<>();
        List<StreamAppend> fresh = new ArrayList<>();
        for (StreamAppend append : appends) {
            firstReceipt(append)
                    .ifPresentOrElse(
                            first -> receipts.put(append.stream(), first),
                            () -> fresh.add(append.knownToBeNew()));
        }
        if (!fresh.isEmpty()) {
            storage.append(fresh).forEach(receipt -> receipts.put(receipt.stream(), receipt));
        }
        if (tell) {
            fresh.stream()
                    .sorted(Comparator.comparing(StreamAppend::stream))
                    .forEach(append -> tell(append, receiptOf(append, receipts)));
        }
        return appends.stream().map(append -> receiptOf(append, receipts)).toList();
    }

    private Optional<Receipt> firstReceipt(StreamAppend append) {
        if (!append.mayBeRepeat()) {
            return Optional.empty();
        }
        List<UUID> ids = append.events().stream().map(NewEvent::eventId).toList();
        return append.repeated(storage.withIds(ids).stream().map(events::asWritten).toList());
    }

    /** The storage alone knows the time of an event, so that all is told as it will be read. */
    private void tell(StreamAppend append, Receipt receipt) {
        read(append.stream(), receipt.version() - append.events().size(), receipt.version())
                .flatMap(event -> deserializeWithoutPosition(event, EventFilter.all()).stream())
                .forEach(participant::stored);
    }

    private Stream<StoredEvent> read(StreamId stream, long afterVersion, long upTo) {
        return Pages.events(
                        last ->
                                storage.readStream(
                                        stream, last == null ? afterVersion : last.version(), PAGE))
                .takeWhile(event -> event.version() <= upTo);
    }

    private static Receipt receiptOf(StreamAppend append, Map<StreamId, Receipt> receipts) {
        return Objects.requireNonNull(receipts.get(append.stream()));
    }

    private static void requireDistinct(List<Append> appends) {
        Set<StreamId> streams = new HashSet<>();
        Set<UUID> ids = new HashSet<>();
        for (Append append : appends) {
            if (!streams.add(append.stream())) {
                throw new IllegalArgumentException(
                        "Could not append: stream %s is named twice. Put its events into one append"
                                .formatted(append.stream()));
            }
            for (UUID id : append.eventIds()) {
                if (!ids.add(id)) {
                    throw new IllegalArgumentException(
                            "Could not append to %s: event id %s is in another append, too. Pass a different id for each event"
                                    .formatted(append.stream(), id));
                }
            }
        }
    }
}
