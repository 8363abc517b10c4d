package io.annals.es.aggregate;

import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.WrongExpectedVersionException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
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

    /** Puts a repository over a journal. */
    public JournalRepository(AggregateDefinition<A> definition, EventJournal journal) {
        this.definition = definition;
        this.journal = journal;
    }

    @Override
    public Optional<Versioned<A>> find(String id) {
        return fold(id, event -> true).toVersioned(id);
    }

    @Override
    public Versioned<A> load(String id) {
        return require(id, fold(id, event -> true));
    }

    @Override
    public Versioned<A> loadAt(String id, long version) {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "Could not load %s at version %d. Versions count from 1"
                            .formatted(stream(id), version));
        }
        Fold<A> fold = fold(id, event -> event.version() <= version);
        if (fold.version < version) {
            throw new AggregateNotFoundException(
                    stream(id),
                    "it has no version %d, its last is %d".formatted(version, fold.version));
        }
        return require(id, fold);
    }

    @Override
    public Versioned<A> loadAt(String id, Instant time) {
        return require(id, fold(id, event -> !event.time().isAfter(time)));
    }

    @Override
    public Receipt update(
            String id, ExpectedVersion expected, Function<? super A, ? extends List<?>> decision) {
        Versioned<A> current = load(id);
        StreamId stream = stream(id);
        if (!expected.isMetBy(current.version())) {
            throw new WrongExpectedVersionException(
                    stream, expected, OptionalLong.of(current.version()));
        }
        List<?> events = decision.apply(current.state());
        return events.isEmpty()
                ? new Receipt(stream, current.version())
                : append(id, ExpectedVersion.exactly(current.version()), events);
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
        return journal.append(stream, expected, events);
    }

    @Override
    public Stream<String> ids() {
        return journal.ids(definition.category());
    }

    @Override
    public Stream<Versioned<A>> all() {
        return ids().flatMap(id -> find(id).stream());
    }

    private Fold<A> fold(String id, Predicate<EventEnvelope<?>> wanted) {
        Fold<A> fold = new Fold<>();
        for (Iterator<EventEnvelope<Object>> events = journal.read(stream(id)).iterator();
                events.hasNext(); ) {
            EventEnvelope<Object> event = events.next();
            if (!wanted.test(event)) {
                break;
            }
            fold.state = definition.apply(fold.state, event);
            fold.version = event.version();
        }
        return fold;
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

        Optional<Versioned<A>> toVersioned(String id) {
            return Optional.ofNullable(state).map(present -> new Versioned<>(id, version, present));
        }
    }
}
