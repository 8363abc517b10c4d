package io.annals.es.jpa;

import static java.time.temporal.ChronoUnit.MICROS;

import io.annals.es.EventFilter;
import io.annals.es.StreamId;
import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads events, and what is asked about them. */
final class Reader {

    private static final String STREAM = "category = ?1 AND stream_id = ?2 AND version > ?3";

    /**
     * Without an end: between two positions far apart a planner that knows no better expects few
     * events, and sorts all there are.
     */
    private static final String FAR_BEHIND = "position > ?1";

    /**
     * With an end: without statistics a planner expects a third of the table beyond any position,
     * and scans it all.
     */
    private static final String NEAR = "position > ?1 AND position <= ?2";

    private static final int MAX_IDS = 500;
    private static final String WITHOUT_POSITION = "SELECT version FROM es_event WHERE %s LIMIT 1";
    private static final String FIRST = "SELECT min(position) FROM es_event WHERE %s";
    private static final String WITH_IDS = "payload FROM es_event WHERE ";
    private static final String IDS =
            """
            SELECT stream_id FROM es_event
            WHERE category = ?1 AND version = 1 AND stream_id > ?2 ORDER BY stream_id LIMIT ?3""";

    private static final String NEXT_CATEGORY =
            "SELECT category FROM es_event WHERE category > ?1 ORDER BY category LIMIT 1";

    private final Sql sql;
    private final Database database;
    private final String firstSince;
    private final EventColumns columns;

    Reader(Sql sql, Database database) {
        this.sql = sql;
        this.database = database;
        this.firstSince = FIRST.formatted(database.since());
        this.columns = new EventColumns(database);
    }

    Page stream(StreamId stream, long afterVersion, int limit) {
        Condition where = Condition.of(STREAM, stream.category(), stream.id(), afterVersion);
        return new EventQuery(sql, columns, EventQuery.Order.VERSION, where).page(limit);
    }

    Page journal(long afterPosition, long upTo, EventFilter filter, int limit) {
        Condition place =
                upTo - afterPosition <= limit
                        ? Condition.of(NEAR, afterPosition, upTo)
                        : Condition.of(FAR_BEHIND, afterPosition);
        Condition where = wanted(place, filter);
        Page page = new EventQuery(sql, columns, EventQuery.Order.POSITION, where).page(limit);
        List<StoredEvent> events = page.events();
        return events.isEmpty() || events.get(events.size() - 1).position() <= upTo
                ? page
                : new Page(
                        events.stream().takeWhile(event -> event.position() <= upTo).toList(),
                        false);
    }

    boolean awaitsPosition(EventFilter filter) {
        Condition where = wanted(Condition.of("position IS NULL"), filter);
        return !sql.rows(WITHOUT_POSITION.formatted(where.text()), where.parameters().toArray())
                .isEmpty();
    }

    /** The lowest position of the events that were appended at an instant or later. */
    Optional<Long> firstSince(Instant instant) {
        Instant next = instant.plusNanos(999); // times are stored in microseconds
        long micros = MICROS.between(Instant.EPOCH, next.truncatedTo(MICROS));
        Object found = sql.rows(firstSince, micros).get(0);
        return Optional.ofNullable(found).map(Sql::number);
    }

    List<StoredEvent> withIds(List<UUID> ids) {
        List<StoredEvent> stored = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += MAX_IDS) {
            List<Object> some =
                    ids.subList(from, Math.min(from + MAX_IDS, ids.size())).stream()
                            .map(database::id)
                            .toList();
            Condition where = Condition.of("1 = 1").and("event_id IN", some);
            for (Object row :
                    sql.rows(columns.select() + WITH_IDS + where.text(), some.toArray())) {
                @Nullable Object[] event = (@Nullable Object[]) row;
                stored.add(columns.event(event, EventColumns.payload(event)));
            }
        }
        return stored;
    }

    List<String> ids(String category, @Nullable String afterId, int limit) {
        return sql.rows(IDS, category, afterId == null ? "" : afterId, limit).stream()
                .map(String.class::cast)
                .toList();
    }

    /** Each by a look-up of its own: none of the databases would skip the events of a category. */
    List<String> categories(@Nullable String afterCategory, int limit) {
        List<String> found = new ArrayList<>();
        Optional<String> next = nextCategory(afterCategory == null ? "" : afterCategory);
        while (next.isPresent() && found.size() < limit) {
            found.add(next.get());
            next = nextCategory(next.get());
        }
        return List.copyOf(found);
    }

    private Optional<String> nextCategory(String category) {
        return sql.rows(NEXT_CATEGORY, category).stream().findFirst().map(String.class::cast);
    }

    private static Condition wanted(Condition condition, EventFilter filter) {
        return condition
                .and("category IN", filter.categories())
                .and("type IN", filter.types())
                .and("type NOT IN", filter.excludedTypes());
    }
}
