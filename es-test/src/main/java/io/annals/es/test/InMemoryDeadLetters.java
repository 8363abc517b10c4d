package io.annals.es.test;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.DeadLetterStore;
import io.annals.es.spi.StoredEvent;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What consumers of the reference storage have set aside. */
final class InMemoryDeadLetters implements DeadLetterStore {

    private final InMemoryRows<Key, DeadLetter> rows;
    private final Clock clock;

    InMemoryDeadLetters(InMemoryTransactions transactions, Clock clock) {
        this.rows = new InMemoryRows<>(transactions);
        this.clock = clock;
    }

    @Override
    public void add(String consumer, StoredEvent event) {
        Key key = new Key(consumer, event.position());
        if (rows.lock(key).isEmpty()) {
            rows.put(
                    key,
                    new DeadLetter(
                            consumer,
                            event.position(),
                            event.stream(),
                            event.version(),
                            event.type(),
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            clock.instant()));
        }
    }

    @Override
    public void fail(String consumer, long position, DeadLetter.Failure failure) {
        Key key = new Key(consumer, position);
        DeadLetter letter =
                rows.lock(key)
                        .orElseThrow(
                                () ->
                                        new EventSourcingException(
                                                "Could not note why consumer %s fails at position %d: no event there is set aside"
                                                        .formatted(consumer, position)));
        rows.put(
                key,
                new DeadLetter(
                        consumer,
                        position,
                        letter.stream(),
                        letter.version(),
                        letter.type(),
                        letter.attempts() + 1,
                        Optional.of(failure),
                        Optional.empty(),
                        Optional.empty(),
                        clock.instant()));
    }

    @Override
    public boolean decide(String consumer, long position, DeadLetter.Decision decision, String by) {
        Key key = new Key(consumer, position);
        Optional<DeadLetter> failed = rows.lock(key).filter(letter -> letter.failure().isPresent());
        failed.ifPresent(
                letter ->
                        rows.put(
                                key,
                                new DeadLetter(
                                        consumer,
                                        position,
                                        letter.stream(),
                                        letter.version(),
                                        letter.type(),
                                        letter.attempts(),
                                        letter.failure(),
                                        Optional.of(decision),
                                        Optional.of(by),
                                        letter.time())));
        return failed.isPresent();
    }

    @Override
    public void remove(DeadLetter letter) {
        Key key = new Key(letter.consumer(), letter.position());
        if (rows.lock(key)
                .filter(present -> present.decision().equals(letter.decision()))
                .isEmpty()) {
            throw new ContentionException(
                    "Could not remove the dead letter of consumer %s at position %d: it is not there any more, or something else was decided. Read it again"
                            .formatted(letter.consumer(), letter.position()),
                    null);
        }
        rows.remove(key);
    }

    @Override
    public void removeAfter(String consumer, long position) {
        for (DeadLetter letter : list(consumer, position, Integer.MAX_VALUE)) {
            Key key = new Key(consumer, letter.position());
            if (rows.lock(key).isPresent()) {
                rows.remove(key);
            }
        }
    }

    @Override
    public List<DeadLetter> list(String consumer, long afterPosition, int limit) {
        return of(consumer)
                .filter(letter -> letter.position() > afterPosition)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<DeadLetter> first(String consumer, StreamId stream) {
        return of(consumer).filter(letter -> letter.stream().equals(stream)).findFirst();
    }

    @Override
    public long count(String consumer, int atMost) {
        return of(consumer).limit(atMost).count();
    }

    @Override
    public List<DeadStream> streams(String consumer) {
        Map<StreamId, List<DeadLetter>> byStream =
                of(consumer).collect(Collectors.groupingBy(DeadLetter::stream));
        return byStream.entrySet().stream()
                .map(
                        entry ->
                                new DeadStream(
                                        entry.getKey(),
                                        entry.getValue().size(),
                                        entry.getValue().stream().anyMatch(DeadLetter::stands)))
                .toList();
    }

    private Stream<DeadLetter> of(String consumer) {
        return rows.all().values().stream().filter(letter -> letter.consumer().equals(consumer));
    }

    private record Key(String consumer, long position) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::consumer).thenComparing(Key::position);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
