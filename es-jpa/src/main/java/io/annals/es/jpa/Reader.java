package io.annals.es.jpa;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.spi.StoredEvent;
import jakarta.persistence.Query;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads pages: values only, no managed objects. */
final class Reader {

    private static final String EVENT =
            "SELECT e.category, e.streamId, e.version, e.position, e.eventId, e.type, e.revision, %s, e.metadata, e.payload FROM EsEvent e ";
    private static final String STREAM =
            "WHERE e.category = :category AND e.streamId = :id AND e.version > :after ORDER BY e.version";
    private static final String WITH_IDS = "WHERE e.eventId IN :ids";
    private static final String JOURNAL = "WHERE e.position > :after AND e.position <= :upTo";
    private static final String OF_CATEGORIES = " AND e.category IN :categories";
    private static final String OF_TYPES = " AND e.type IN :types";
    private static final String EXCEPT_TYPES = " AND e.type NOT IN :excluded";
    private static final String BY_POSITION = " ORDER BY e.position";
    private static final String IDS =
            "SELECT e.streamId FROM EsEvent e WHERE e.category = :category AND e.version = 1 AND e.streamId > :after ORDER BY e.streamId";

    private final Sql sql;
    private final String event;

    Reader(Sql sql, Database database) {
        this.sql = sql;
        this.event = EVENT.formatted(database.time());
    }

    List<StoredEvent> stream(StreamId stream, long afterVersion, int limit) {
        Query query =
                sql.jpql(event + STREAM)
                        .setParameter("category", stream.category())
                        .setParameter("id", stream.id())
                        .setParameter("after", afterVersion);
        return events(query, limit);
    }

    List<StoredEvent> journal(long afterPosition, long upTo, EventFilter filter, int limit) {
        boolean ofCategories = !filter.categories().isEmpty();
        boolean ofTypes = !filter.types().isEmpty();
        boolean exceptTypes = !filter.excludedTypes().isEmpty();
        Query query =
                sql.jpql(
                                event
                                        + JOURNAL
                                        + (ofCategories ? OF_CATEGORIES : "")
                                        + (ofTypes ? OF_TYPES : "")
                                        + (exceptTypes ? EXCEPT_TYPES : "")
                                        + BY_POSITION)
                        .setParameter("after", afterPosition)
                        .setParameter("upTo", upTo);
        if (ofCategories) {
            query.setParameter("categories", filter.categories());
        }
        if (ofTypes) {
            query.setParameter("types", filter.types());
        }
        if (exceptTypes) {
            query.setParameter("excluded", filter.excludedTypes());
        }
        return events(query, limit);
    }

    List<StoredEvent> withIds(List<UUID> ids) {
        return events(sql.jpql(event + WITH_IDS).setParameter("ids", ids), ids.size());
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

    private static List<StoredEvent> events(Query query, int limit) {
        List<?> rows = query.setMaxResults(limit).getResultList();
        return rows.stream().map(row -> event((Object[]) row)).toList();
    }

    /** A time comes with its offset, or as a text in UTC. */
    private static Instant instant(@Nullable Object time) {
        return time instanceof OffsetDateTime exact
                ? exact.toInstant()
                : LocalDateTime.parse(String.valueOf(time).replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC);
    }

    private static StoredEvent event(@Nullable Object[] row) {
        Long position = (Long) row[3];
        String metadata = (String) row[8];
        return new StoredEvent(
                new StreamId((String) row[0], (String) row[1]),
                (Long) row[2],
                position == null ? EventEnvelope.NO_POSITION : position,
                (UUID) row[4],
                (String) row[5],
                (Integer) row[6],
                instant(row[7]),
                metadata == null ? Metadata.empty() : Metadata.decode(metadata),
                (byte[]) row[9]);
    }
}
