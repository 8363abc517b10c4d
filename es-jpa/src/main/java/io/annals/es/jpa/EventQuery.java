package io.annals.es.jpa;

import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events of a stream or of the journal, in order, read so that large payloads cannot fill the
 * memory.
 *
 * <p>The rows of a page bring along the payloads that are small. So one statement is enough where
 * all are; else two more fetch the sizes of the large ones, and as many of them as there is room
 * for, and the page ends there.
 *
 * @param columns what becomes an event
 * @param order by what they are ordered
 * @param where which events; not those at or below the parameter {@code after}
 * @param parameters of the condition
 */
record EventQuery(
        Sql sql, EventColumns columns, Order order, String where, Map<String, Object> parameters) {

    /** Providers know no function for it: theirs measure texts only. */
    private static final String SIZE = "SQL('octet_length(?)', e.payload)";

    /** Not {@code NULL} as such, which EclipseLink sends as a parameter of another type. */
    private static final String SMALL_PAYLOAD =
            ", CASE WHEN " + SIZE + " <= :small THEN e.payload ELSE SQL('NULL') END ";

    Page page(int limit) {
        int small = Page.MAX_BYTES / limit; // a page of these alone is not too large
        String text =
                columns.select()
                        + SMALL_PAYLOAD
                        + "FROM EsEvent e WHERE "
                        + where
                        + " ORDER BY "
                        + order.attribute;
        List<@Nullable Object[]> rows = rows(query(text, small).setMaxResults(limit));
        int end = rows.size();
        Map<Object, Object> large = Map.of();
        if (rows.stream().anyMatch(row -> EventColumns.payload(row) == null)) {
            end = endOfPage(rows, large(SIZE, small, rows.get(end - 1)));
            large = large("e.payload", small, rows.get(end - 1));
        }
        List<StoredEvent> events = new ArrayList<>(end);
        for (@Nullable Object[] row : rows.subList(0, end)) {
            byte[] payload = EventColumns.payload(row);
            events.add(
                    columns.event(row, payload != null ? payload : (byte[]) large.get(place(row))));
        }
        return new Page(events, end < rows.size() || end == limit);
    }

    /** How many rows make a page that is not too large, but one at least. */
    private int endOfPage(List<@Nullable Object[]> rows, Map<Object, Object> sizes) {
        long bytes = 0;
        int end = 0;
        for (@Nullable Object[] row : rows) {
            byte[] payload = EventColumns.payload(row);
            bytes += payload != null ? payload.length : Sql.number(sizes.get(place(row)));
            if (bytes > Page.MAX_BYTES && end > 0) {
                break;
            }
            end++;
        }
        return end;
    }

    /** Something about each of the large ones, up to and including a row; by their places. */
    private Map<Object, Object> large(String what, int small, @Nullable Object[] last) {
        String text =
                "SELECT %1$s, %2$s FROM EsEvent e WHERE %3$s > :small AND %1$s <= :last AND %4$s"
                        .formatted(order.attribute, what, SIZE, where);
        Map<Object, Object> found = new HashMap<>();
        for (@Nullable Object[] row : rows(query(text, small).setParameter("last", place(last)))) {
            found.put(Objects.requireNonNull(row[0]), Objects.requireNonNull(row[1]));
        }
        return found;
    }

    private @Nullable Object place(@Nullable Object[] row) {
        return row[order.column];
    }

    private Query query(String text, int small) {
        Query query = sql.jpql(text).setParameter("small", small);
        parameters.forEach(query::setParameter);
        return query;
    }

    /** The rows of a query of several columns. */
    static List<@Nullable Object[]> rows(Query query) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Object row : query.getResultList()) {
            rows.add((Object[]) row);
        }
        return rows;
    }

    /** By what a page is ordered, and in which column of its rows that is. */
    enum Order {
        VERSION("e.version", EventColumns.VERSION),
        POSITION("e.position", EventColumns.POSITION);

        private final String attribute;
        private final int column;

        Order(String attribute, int column) {
            this.attribute = attribute;
            this.column = column;
        }
    }
}
