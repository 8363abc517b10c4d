package io.annals.es.jpa;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.DeadLetterStore;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events that consumers have set aside, in {@code es_dead_letter}. */
final class DeadLetters implements DeadLetterStore {

    private static final String COUNT =
            "SELECT count(*) FROM es_dead_letter WHERE consumer = ?1 AND position = ?2";
    private static final String ADD =
            """
            INSERT INTO es_dead_letter (consumer, position, category, stream_id, version, type, attempts, time)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, %s)""";
    private static final String FAIL =
            """
            UPDATE es_dead_letter SET failure = ?3, message = ?4, stack_trace = ?5, attempts = attempts + 1,
                decision = NULL, decided_by = NULL, time = %s
            WHERE consumer = ?1 AND position = ?2""";
    private static final String DECIDE =
            """
            UPDATE es_dead_letter SET decision = ?3, decided_by = ?4
            WHERE consumer = ?1 AND position = ?2 AND failure IS NOT NULL""";
    private static final String REMOVE =
            "DELETE FROM es_dead_letter WHERE consumer = ?1 AND position = ?2 AND coalesce(decision, '') = ?3";
    private static final String REMOVE_AFTER =
            "DELETE FROM es_dead_letter WHERE consumer = ?1 AND position > ?2";
    private static final String SELECT =
            """
            SELECT consumer, position, category, stream_id, version, type, attempts, failure, message, stack_trace,
                decision, decided_by, %s
            FROM es_dead_letter WHERE consumer = ?1 AND\s""";
    private static final String AFTER = "position > ?2 ORDER BY position LIMIT ?3";
    private static final String OF_STREAM =
            "category = ?2 AND stream_id = ?3 ORDER BY version LIMIT 1";
    private static final String COUNT_AT_MOST =
            """
            SELECT count(*) FROM
                (SELECT position FROM es_dead_letter WHERE consumer = ?1 ORDER BY position LIMIT ?2) AS letters""";
    private static final String STREAMS =
            """
            SELECT category, stream_id, count(*),
                sum(CASE WHEN failure IS NOT NULL AND decision IS NULL THEN 1 ELSE 0 END)
            FROM es_dead_letter WHERE consumer = ?1 GROUP BY category, stream_id""";

    private final Sql sql;
    private final Transactions transactions;
    private final String add;
    private final String fail;
    private final String list;
    private final String first;

    DeadLetters(Sql sql, Database database, Transactions transactions) {
        String now = database.clock(Duration.ZERO);
        String select = SELECT.formatted(database.micros("time"));
        this.sql = sql;
        this.transactions = transactions;
        this.add = ADD.formatted(now);
        this.fail = FAIL.formatted(now);
        this.list = select + AFTER;
        this.first = select + OF_STREAM;
    }

    @Override
    public void add(String consumer, StoredEvent event) {
        StreamId stream = event.stream();
        joining(
                "set aside %s version %d".formatted(stream, event.version()),
                () ->
                        sql.count(COUNT, consumer, event.position()) > 0
                                ? 0
                                : sql.update(
                                        add,
                                        consumer,
                                        event.position(),
                                        stream.category(),
                                        stream.id(),
                                        event.version(),
                                        event.type()));
    }

    @Override
    public void fail(String consumer, long position, DeadLetter.Failure failure) {
        int failed =
                joining(
                        "note a failure at position " + position,
                        () ->
                                sql.update(
                                        fail,
                                        consumer,
                                        position,
                                        failure.exception(),
                                        failure.message(),
                                        failure.stackTrace()));
        if (failed == 0) {
            throw new EventSourcingException(
                    "Could not note why consumer %s fails at position %d: no event there is set aside"
                            .formatted(consumer, position));
        }
    }

    @Override
    public boolean decide(String consumer, long position, DeadLetter.Decision decision, String by) {
        return joining(
                        "decide on the dead letter at position " + position,
                        () -> sql.update(DECIDE, consumer, position, decision.word(), by))
                > 0;
    }

    @Override
    public void remove(DeadLetter letter) {
        String decision = letter.decision().map(DeadLetter.Decision::word).orElse("");
        int removed =
                joining(
                        "remove the dead letter at position " + letter.position(),
                        () -> sql.update(REMOVE, letter.consumer(), letter.position(), decision));
        if (removed == 0) {
            throw new ContentionException(
                    "Could not remove the dead letter of consumer %s at position %d: it is not there any more, or something else was decided. Read it again"
                            .formatted(letter.consumer(), letter.position()),
                    null);
        }
    }

    @Override
    public void removeAfter(String consumer, long position) {
        joining(
                "remove the dead letters after position " + position,
                () -> sql.update(REMOVE_AFTER, consumer, position));
    }

    @Override
    public List<DeadLetter> list(String consumer, long afterPosition, int limit) {
        return rows("list the dead letters", list, consumer, afterPosition, limit).stream()
                .map(DeadLetters::letter)
                .toList();
    }

    @Override
    public Optional<DeadLetter> first(String consumer, StreamId stream) {
        return rows("find the dead letters", first, consumer, stream.category(), stream.id())
                .stream()
                .map(DeadLetters::letter)
                .findFirst();
    }

    @Override
    public long count(String consumer, int atMost) {
        return joining("count the dead letters", () -> sql.count(COUNT_AT_MOST, consumer, atMost));
    }

    @Override
    public List<DeadStream> streams(String consumer) {
        return rows("find the dead letters", STREAMS, consumer).stream()
                .map(row -> new DeadStream(stream(row, 0), number(row, 2), number(row, 3) > 0))
                .toList();
    }

    private List<@Nullable Object[]> rows(String what, String query, Object... parameters) {
        return joining(
                what,
                () ->
                        sql.rows(query, parameters).stream()
                                .map(row -> (@Nullable Object[]) row)
                                .toList());
    }

    private <T> T joining(String what, Supplier<T> work) {
        try {
            return transactions.required(work);
        } catch (RuntimeException e) {
            throw Failures.translate(what, e);
        }
    }

    private static DeadLetter letter(@Nullable Object[] row) {
        return new DeadLetter(
                String.valueOf(row[0]),
                number(row, 1),
                stream(row, 2),
                number(row, 4),
                String.valueOf(row[5]),
                (int) number(row, 6),
                text(row, 7)
                        .map(
                                exception ->
                                        new DeadLetter.Failure(
                                                exception,
                                                text(row, 8).orElse(""),
                                                text(row, 9).orElse(""))),
                text(row, 10).map(DeadLetter.Decision::of),
                text(row, 11),
                Instant.EPOCH.plus(number(row, 12), ChronoUnit.MICROS));
    }

    private static StreamId stream(@Nullable Object[] row, int column) {
        return new StreamId(String.valueOf(row[column]), String.valueOf(row[column + 1]));
    }

    private static Optional<String> text(@Nullable Object[] row, int column) {
        return Optional.ofNullable(row[column]).map(String::valueOf);
    }

    private static long number(@Nullable Object[] row, int column) {
        return Sql.number(row[column]);
    }
}
