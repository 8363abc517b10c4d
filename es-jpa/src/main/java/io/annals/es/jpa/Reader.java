package io.annals.es.jpa;

import static java.time.temporal.ChronoUnit.MICROS;

import io.annals.es.EventFilter;
import io.annals.es.StreamId;
import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads pages: values only, no managed objects. */
final class Reader {

    private static final String STREAM =
            "e.category = :category AND e.streamId = :id AND e.version > :after";
    private static final String JOURNAL = "e.position > :after AND e.position <= :upTo";
    private static final String OF_CATEGORIES = " AND e.category IN :categories";
    private static final String OF_TYPES = " AND e.type IN :types";
    private static final String EXCEPT_TYPES = " AND e.type NOT IN :excluded";
    private static final int MAX_IDS = 500;
    private static final String WITHOUT_POSITION =
            "SELECT e.version FROM EsEvent e WHERE e.position IS NULL";
    private static final String FIRST = "SELECT min(position) FROM es_event WHERE %s";
    private static final String WITH_IDS = ", e.payload FROM EsEvent e WHERE e.eventId IN :ids";
    private static final String IDS =
            "SELECT e.streamId FROM EsEvent e WHERE e.category = :category AND e.version = 1 AND e.streamId > :after ORDER BY e.streamId";

    private final Sql sql;
    private final String firstSince;
    private final EventColumns columns;

    Reader(Sql sql, Database database) {
        this.sql = sql;
        this.firstSince = FIRST.formatted(database.since());
        this.columns = new EventColumns(database);
    }

    Page stream(StreamId stream, long afterVersion, int limit) {
        Map<String, Object> parameters =
                Map.of("category", stream.category(), "id", stream.id(), "after", afterVersion);
        return query(EventQuery.Order.VERSION, STREAM, parameters).page(limit);
    }

    Page journal(long afterPosition, long upTo, EventFilter filter, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("after", afterPosition);
        parameters.put("upTo", upTo);
        String where = JOURNAL + wanted(filter, parameters);
        return query(EventQuery.Order.POSITION, where, parameters).page(limit);
    }

    boolean awaitsPosition(EventFilter filter) {
        Map<String, Object> parameters = new HashMap<>();
        Query query = sql.jpql(WITHOUT_POSITION + wanted(filter, parameters)).setMaxResults(1);
        parameters.forEach(query::setParameter);
        return !query.getResultList().isEmpty();
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
            Query query =
                    sql.jpql(columns.select() + WITH_IDS)
                            .setParameter(
                                    "ids", ids.subList(from, Math.min(from + MAX_IDS, ids.size())));
            EventQuery.rows(query)
                    .forEach(row -> stored.add(columns.event(row, EventColumns.payload(row))));
        }
        return stored;
    }

    List<String> ids(String category, @Nullable String afterId, int limit) {
        List<?> ids =
                sql.jpql(IDS)
                        .setParameter("category", category)
                        .setParameter("after", afterId == null ? "" : afterId)
                        .setMaxResults(limit)
                        .getResultList();
        return ids.stream().map(String.class::cast).toList();
    }

    private static String wanted(EventFilter filter, Map<String, Object> parameters) {
        StringBuilder where = new StringBuilder();
        if (!filter.categories().isEmpty()) {
            where.append(OF_CATEGORIES);
            parameters.put("categories", filter.categories());
        }
        if (!filter.types().isEmpty()) {
            where.append(OF_TYPES);
            parameters.put("types", filter.types());
        }
        if (!filter.excludedTypes().isEmpty()) {
            where.append(EXCEPT_TYPES);
            parameters.put("excluded", filter.excludedTypes());
        }
        return where.toString();
    }

    private EventQuery query(EventQuery.Order order, String where, Map<String, Object> parameters) {
        return new EventQuery(sql, columns, order, where, parameters);
    }
}
