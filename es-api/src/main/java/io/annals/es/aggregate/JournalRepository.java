package io.annals.es.aggregate;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.EventParts;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.ReusedEventIdException;
import io.annals.es.StreamId;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.aggregate.Snapshots.Kept;
import io.annals.es.spi.Tracing;
import io.annals.es.spi.Tracing.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The repository of one aggregate class over a journal.
 *
 * <p>Thread-safe.
 *
 * @param <A> the aggregate class
 */
public final class JournalRepository<A> implements AggregateRepository<A> {

    private final AggregateDefinition<A> definition;
    private final EventJournal journal;
    private final Snapshots<A> snapshots;
    private final Tracing tracing;
    private final @Nullable Command command;

    /** Puts a repository over a journal. */
    public JournalRepository(AggregateDefinition<A> definition, EventJournal journal) {
        this(definition, journal, Snapshots.none());
    }

    /** Puts a repository over a journal, whose folds to the latest state go on from snapshots. */
    public JournalRepository(
            AggregateDefinition<A> definition, EventJournal journal, Snapshots<A> snapshots) {
        this(definition, journal, snapshots, Tracing.NONE, null);
    }

    private JournalRepository(
            AggregateDefinition<A> definition,
            EventJournal journal,
            Snapshots<A> snapshots,
            Tracing tracing,
            @Nullable Command command) {
        this.definition = definition;
        this.journal = journal;
        this.snapshots = snapshots;
        this.tracing = tracing;
        this.command = command;
    }

    /** The same, which tells of what it loads. */
    public JournalRepository<A> with(Tracing tracing) {
        return new JournalRepository<>(definition, journal, snapshots, tracing, command);
    }

    @Override
    public Optional<Versioned<A>> find(String id) {
        return latest(id).toVersioned(id);
    }

    @Override
    public Versioned<A> load(String id) {
        return require(id, latest(id));
    }

    @Override
    public Versioned<A> loadAt(String id, long version) {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "Could not load %s at version %d. Versions count from 1"
                            .formatted(stream(id), version));
        }
        Fold<A> fold = fold(id, (before, event) -> event.version() <= version);
        if (fold.version < version) {
            throw new AggregateNotFoundException(
                    stream(id),
                    "it has no version %d, its last is %d".formatted(version, fold.version));
        }
        return require(id, fold);
    }

    @Override
    public Versioned<A> loadAt(String id, Instant time) {
        return require(id, fold(id, (before, event) -> !event.time().isAfter(time)));
    }

    @Override
    public Receipt update(
            String id, ExpectedVersion expected, Function<? super A, ? extends List<?>> decision) {
        StreamId stream = stream(id);
        Fold<A> fold =
                command == null
                        ? latest(id) // a repeat's first events may be older than a snapshot
                        : fold(id, (before, event) -> !isRepeat(before, event));
        Versioned<A> current = require(id, fold);
        if (!expected.isMetBy(current.version())) {
            throw new WrongExpectedVersionException(
                    stream, expected, OptionalLong.of(current.version()));
        }
        List<?> events =
                command != null && fold.stopped
                        ? decideAgain(command, stream, current, decision)
                        : decision.apply(current.state());
        if (events.isEmpty()) {
            return new Receipt(stream, current.version());
        }
        ExpectedVersion seen = ExpectedVersion.exactly(current.version());
        try {
            return append(id, seen, events);
        } catch (ReusedEventIdException e) {
            boolean storedSinceTheLoad =
                    !fold.stopped
                            && e.storedStream().equals(stream)
                            && e.storedVersion() > current.version();
            throw storedSinceTheLoad // so the first was another state's decision; decide again
                    ? new WrongExpectedVersionException(stream, seen, OptionalLong.empty())
                    : e;
        }
    }

    @Override
    public Receipt append(String id, ExpectedVersion expected, List<?> events) {
        StreamId stream = stream(id);
        for (Object event : events) {
            if (!definition.events().contains(event.getClass())) {
                throw new UnknownEventTypeException(
                        "Could not append to %s: %s is not among the events of aggregate %s"
                                .formatted(stream, event.getClass().getName(), definition.name()));
            }
        }
        List<UUID> ids = command == null ? List.of() : command.eventIds(events.size());
        Receipt receipt =
                journal.append(List.of(new Append(stream, expected, events, Metadata.empty(), ids)))
                        .get(0);
        snapshots.appended(stream, receipt.version(), events);
        return receipt;
    }

    @Override
    public AggregateRepository<A> once(UUID command) {
        return new JournalRepository<>(
                definition, journal, snapshots, tracing, new Command(command));
    }

    @Override
    public Stream<String> ids() {
        return journal.ids(definition.category());
    }

    @Override
    public Stream<Versioned<A>> all() {
        return ids().flatMap(id -> find(id).stream());
    }

    /**
     * Whether the command has been here: it decided on the state before this event. Where there is
     * none, it was another command.
     */
    private boolean isRepeat(Fold<A> before, EventParts event) {
        return command != null
                && before.state != null
                && command.eventId(0).equals(event.eventId());
    }

    /**
     * What a repeat decides. The storage compares the events with the stored ones, and so cannot
     * see that there are fewer of them, or that the command is refused, which the first was not.
     */
    private List<?> decideAgain(
            Command repeat,
            StreamId stream,
            Versioned<A> found,
            Function<? super A, ? extends List<?>> decision) {
        List<?> events;
        try {
            events = decision.apply(found.state());
        } catch (RuntimeException refusal) {
            ReusedEventIdException reused =
                    reused(repeat.eventId(0), stream, found.version() + 1, "it is refused");
            reused.initCause(refusal);
            throw reused;
        }
        UUID more = repeat.eventId(events.size());
        journal.readParts(stream, found.version() + events.size())
                .findFirst()
                .filter(next -> next.eventId().equals(more))
                .ifPresent(
                        next -> {
                            throw reused(
                                    more, stream, next.version(), "it decides on fewer events");
                        });
        return events;
    }

    private static ReusedEventIdException reused(
            UUID id, StreamId stream, long version, String difference) {
        return new ReusedEventIdException(stream, id, stream, version, difference);
    }

    private Fold<A> latest(String id) {
        Span span = tracing.load(definition.category());
        return span.around(
                () -> {
                    Fold<A> fold = new Fold<>();
                    span.events(foldLatest(fold, id));
                    return fold;
                });
    }

    /** Returns how many events it has read. */
    private long foldLatest(Fold<A> fold, String id) {
        StreamId stream = stream(id);
        long began = System.nanoTime();
        Iterator<EventParts> left =
                snapshots
                        .latest(stream)
                        .flatMap(kept -> begin(fold, stream, kept))
                        .orElseGet(() -> journal.readParts(stream, 0).iterator());
        long before = fold.version;
        fold(fold, left, (state, event) -> true);
        long events = fold.version - before;
        snapshots.folded(
                stream,
                fold.version,
                Optional.ofNullable(fold.lastEvent),
                events,
                Duration.ofNanos(System.nanoTime() - began));
        return events;
    }

    /** Returns what comes after the kept state; empty if that is none of this stream. */
    private Optional<Iterator<EventParts>> begin(Fold<A> fold, StreamId stream, Kept<A> kept) {
        Iterator<EventParts> events =
                journal.readParts(stream, Math.max(0, kept.version() - 1)).iterator();
        Optional<UUID> last =
                events.hasNext()
                        ? Optional.of(events.next())
                                .filter(event -> event.version() == kept.version())
                                .map(EventParts::eventId)
                        : Optional.empty();
        return kept.after(last)
                .map(
                        state -> {
                            fold.state = state;
                            fold.version = kept.version();
                            fold.lastEvent = last.orElse(null);
                            return events;
                        });
    }

    private Fold<A> fold(String id, BiPredicate<Fold<A>, EventParts> wanted) {
        Span span = tracing.load(definition.category());
        return span.around(
                () -> {
                    Fold<A> fold = new Fold<>();
                    fold(fold, journal.readParts(stream(id), 0).iterator(), wanted);
                    span.events(fold.version);
                    return fold;
                });
    }

    private void fold(
            Fold<A> fold, Iterator<EventParts> stored, BiPredicate<Fold<A>, EventParts> wanted) {
        while (stored.hasNext() && !fold.stopped) {
            EventParts parts = stored.next();
            if (wanted.test(fold, parts)) {
                for (EventEnvelope<Object> event : parts.events()) {
                    fold.state = definition.apply(fold.state, event);
                }
                fold.version = parts.version();
                fold.lastEvent = parts.eventId();
            } else {
                fold.stopped = true;
            }
        }
    }

    private Versioned<A> require(String id, Fold<A> fold) {
        return fold.toVersioned(id)
                .orElseThrow(
                        () ->
                                new AggregateNotFoundException(
                                        stream(id),
                                        fold.version == 0
                                                ? "it has no events"
                                                : "none of its events makes a "
                                                        + definition.name()));
    }

    private StreamId stream(String id) {
        return new StreamId(definition.category(), id);
    }

    /** The state so far; lives within one call. */
    private static final class Fold<A> {
        private @Nullable A state;
        private long version;
        private @Nullable UUID lastEvent;
        private boolean stopped;

        Optional<Versioned<A>> toVersioned(String id) {
            return Optional.ofNullable(state).map(present -> new Versioned<>(id, version, present));
        }
    }
}
