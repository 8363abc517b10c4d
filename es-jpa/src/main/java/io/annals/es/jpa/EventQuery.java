package io.annals.es.jpa;

import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
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
 * @param where which events
 */
record EventQuery(Sql sql, EventColumns columns, Order order, Condition where) {

    private static final String SIZE = "octet_length(payload)";
    private static final String LARGE =
            "SELECT %1$s, %2$s FROM es_event WHERE %3$s AND %4$s > %5$d AND %1$s <= %6$s";

    Page page(int limit) {
        int small = Page.MAX_BYTES / limit; // a page of these alone is not too large
        String text =
                columns.select()
                        + "CASE WHEN "
                        + SIZE
                        + " <= "
                        + small
                        + " THEN payload END FROM es_event WHERE "
                        + where.text()
                        + " ORDER BY "
                        + order.attribute
                        + " LIMIT "
                        + limit;
        List<?> rows = sql.rows(text, where.parameters().toArray());
        int end = rows.size();
        Map<Object, Object> large = Map.of();
        if (rows.stream().anyMatch(row -> EventColumns.payload(array(row)) == null)) {
            end = endOfPage(rows, large(SIZE, small, rows.get(end - 1)));
            large = large("payload", small, rows.get(end - 1));
        }
        List<StoredEvent> events = new ArrayList<>(end);
        for (Object row : rows.subList(0, end)) {
            byte[] payload = EventColumns.payload(array(row));
            events.add(
                    columns.event(
                            array(row),
                            payload != null ? payload : (byte[]) large.get(place(row))));
        }
        return new Page(events, end < rows.size() || end == limit);
    }

    /** How many rows make a page that is not too large, but one at least. */
    private int endOfPage(List<?> rows, Map<Object, Object> sizes) {
        long bytes = 0;
        int end = 0;
        for (Object row : rows) {
            byte[] payload = EventColumns.payload(array(row));
            bytes += payload != null ? payload.length : Sql.number(sizes.get(place(row)));
            if (bytes > Page.MAX_BYTES && end > 0) {
                break;
            }
            end++;
        }
        return end;
    }

    /** Something about each of the large ones, up to and including a row; by their places. */
    private Map<Object, Object> large(String what, int small, Object last) {
        Condition upTo = where.with(Objects.requireNonNull(place(last)));
        String text =
                LARGE.formatted(order.attribute, what, where.text(), SIZE, small, upTo.last());
        Map<Object, Object> found = new HashMap<>();
        for (Object row : sql.rows(text, upTo.parameters().toArray())) {
            @Nullable Object[] columns = array(row);
            found.put(Objects.requireNonNull(columns[0]), Objects.requireNonNull(columns[1]));
        }
        return found;
    }

    private @Nullable Object place(Object row) {
        return array(row)[order.column];
    }

    private static @Nullable Object[] array(Object row) {
        return (@Nullable Object[]) row;
    }

    /** By what a page is ordered, and in which column of its rows that is. */
    enum Order {
        VERSION("version", EventColumns.VERSION),
        POSITION("position", EventColumns.POSITION);

        private final String attribute;
        private final int column;

        Order(String attribute, int column) {
            this.attribute = attribute;
            this.column = column;
        }
    }
}
