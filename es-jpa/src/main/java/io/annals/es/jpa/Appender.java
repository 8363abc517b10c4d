package io.annals.es.jpa;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.StreamAppend;
import io.annals.es.spi.Transactions;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Stores events; the insert itself finds out whether the stream is as expected. */
final class Appender {

    private static final int MAX_ROWS = 500;
    static final int MAX_BYTES = StorageSettings.LARGEST_PAYLOAD;
    private static final String VERSION =
            "SELECT max(version) FROM es_event WHERE category = ?1 AND stream_id = ?2";

    private final Sql sql;
    private final Reader reader;
    private final Revisions revisions;
    private final Database database;
    private final Transactions transactions;
    private final int maxPayload;

    Appender(
            Sql sql,
            Reader reader,
            Revisions revisions,
            Database database,
            Transactions transactions,
            int maxPayload) {
        this.sql = sql;
        this.reader = reader;
        this.revisions = revisions;
        this.database = database;
        this.transactions = transactions;
        this.maxPayload = maxPayload;
    }

    List<Receipt> append(List<StreamAppend> appends) {
        try {
            appends.forEach(append -> append.requirePayloadsUpTo(maxPayload));
            Receipt[] receipts = new Receipt[appends.size()];
            IntStream.range(0, receipts.length)
                    .boxed()
                    .sorted(Comparator.comparing(i -> appends.get(i).stream()))
                    .forEach(i -> receipts[i] = appendOnce(appends.get(i)));
            return List.of(receipts);
        } catch (RuntimeException e) {
            RuntimeException failure = Failures.translate("append to " + names(appends), e);
            try {
                transactions.setRollbackOnly();
            } catch (RuntimeException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    private Receipt appendOnce(StreamAppend append) {
        return append.mayBeRepeat()
                ? append.repeated(reader.withIds(ids(append))).orElseGet(() -> append(append))
                : append(append);
    }

    private static List<UUID> ids(StreamAppend append) {
        return append.events().stream().map(NewEvent::eventId).toList();
    }

    private Receipt append(StreamAppend append) {
        StreamId stream = append.stream();
        List<NewEvent> events = append.events();
        boolean guarded = append.expected() instanceof ExpectedVersion.Exactly;
        long version = versionBefore(append);
        for (int from = 0; from < events.size(); ) {
            List<NewEvent> chunk = events.subList(from, endOfChunk(events, from));
            int stored = insert(append, version, chunk, guarded && from == 0);
            if (stored < chunk.size()) {
                throw conflict(
                        append,
                        stored > 0 ? version + chunk.size() - stored : currentVersion(stream));
            }
            from += chunk.size();
            version += chunk.size();
        }
        revisions.note(events);
        return new Receipt(stream, version);
    }

    /** The version that the stream must have; where any will do, the one that it has. */
    private long versionBefore(StreamAppend append) {
        ExpectedVersion expected = append.expected();
        if (expected instanceof ExpectedVersion.Exactly exactly) {
            return exactly.version();
        }
        if (expected instanceof ExpectedVersion.NoStream) {
            return 0;
        }
        long actual = currentVersion(append.stream());
        if (!expected.isMetBy(actual)) {
            throw conflict(append, actual);
        }
        return actual;
    }

    private int insert(StreamAppend append, long version, List<NewEvent> events, boolean guarded) {
        Object[] parameters = new Object[4 + 4 * events.size()];
        parameters[0] = append.stream().category();
        parameters[1] = append.stream().id();
        parameters[2] = version;
        parameters[3] = append.metadata().encode();
        int next = 4;
        for (NewEvent event : events) {
            parameters[next++] = database.id(event.eventId());
            parameters[next++] = event.type();
            parameters[next++] = event.revision();
            parameters[next++] = event.payload();
        }
        try {
            return sql.update(database.insert(events.size(), guarded), parameters);
        } catch (RuntimeException e) {
            throw switch (database.taken(e)) {
                case NOTHING -> e;
                case VERSION_OR_ID -> lostRace(append, version, e);
                case ID -> idTaken(append, e);
                case POSITION -> positionTaken(append, e);
            };
        }
    }

    /** The statement stored nothing; where the connection still answers, it tells the version. */
    private RetryableException lostRace(
            StreamAppend append, long version, RuntimeException violation) {
        OptionalLong actual = OptionalLong.empty();
        try {
            actual = OptionalLong.of(currentVersion(append.stream()));
        } catch (RuntimeException noAnswer) {
            violation.addSuppressed(noAnswer);
        }
        if (actual.isPresent() && actual.getAsLong() == version) {
            return idTaken(append, violation);
        }
        WrongExpectedVersionException conflict =
                new WrongExpectedVersionException(append.stream(), append.expected(), actual);
        conflict.addSuppressed(violation);
        return conflict;
    }

    private static ContentionException idTaken(StreamAppend append, RuntimeException violation) {
        return new ContentionException(
                ("Could not append to %s: another transaction has just stored an event with an id of these events. "
                                + "Nothing was stored; try again in a new transaction, which looks the ids up first")
                        .formatted(append.stream()),
                violation);
    }

    private static EventSourcingException positionTaken(
            StreamAppend append, RuntimeException violation) {
        return new EventSourcingException(
                ("Could not append to %s: the position that the database drew for an event is another event's, so the sequence of es_event.position "
                                + "was set back. Nothing was stored; set it to the last position by setval, and check whether consumers "
                                + "have missed events stored since it was set back")
                        .formatted(append.stream()),
                violation);
    }

    private long currentVersion(StreamId stream) {
        return sql.count(VERSION, stream.category(), stream.id());
    }

    private static WrongExpectedVersionException conflict(StreamAppend append, long actual) {
        return new WrongExpectedVersionException(
                append.stream(), append.expected(), OptionalLong.of(actual));
    }

    private static int endOfChunk(List<NewEvent> events, int from) {
        int end = from;
        long bytes = 0;
        do {
            bytes += events.get(end++).payload().length;
        } while (end < events.size()
                && end - from < MAX_ROWS
                && bytes + events.get(end).payload().length <= MAX_BYTES);
        return end;
    }

    private static String names(List<StreamAppend> appends) {
        return appends.stream()
                .map(append -> append.stream().toString())
                .collect(Collectors.joining(", "));
    }
}
