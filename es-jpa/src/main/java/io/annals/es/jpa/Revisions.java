package io.annals.es.jpa;

import io.annals.es.EventRevision;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.Transactions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which revisions of which event types are stored. The transaction that stores one first notes it;
 * those that do so at the same time each note it, because none is to wait for another.
 *
 * <p>Thread-safe.
 */
final class Revisions {

    private static final String STORED = "SELECT DISTINCT type, revision FROM es_event_type";
    private static final String NOTED =
            "SELECT count(*) FROM es_event_type WHERE type = ?1 AND revision = ?2";
    private static final String NOTE = "INSERT INTO es_event_type (type, revision) VALUES (?1, ?2)";

    private final Sql sql;
    private final Transactions transactions;
    private final Set<EventRevision> known = ConcurrentHashMap.newKeySet();

    Revisions(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    Set<EventRevision> stored() {
        return sql.rows(STORED).stream()
                .map(row -> (@Nullable Object[]) row)
                .map(
                        row ->
                                new EventRevision(
                                        String.valueOf(row[0]),
                                        Math.toIntExact(
                                                Sql.number(Objects.requireNonNull(row[1])))))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Notes those of events that the active transaction has stored. */
    void note(List<NewEvent> events) {
        for (NewEvent event : events) {
            EventRevision revision = new EventRevision(event.type(), event.revision());
            if (!known.contains(revision)) {
                note(revision);
            }
        }
    }

    /** What is known is there for all, and not only for this transaction, which may roll back. */
    private void note(EventRevision revision) {
        if (sql.count(NOTED, revision.type(), revision.revision()) == 0) {
            sql.update(NOTE, revision.type(), revision.revision());
        }
        transactions.afterCommit(() -> known.add(revision));
    }
}
