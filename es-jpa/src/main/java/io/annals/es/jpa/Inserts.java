package io.annals.es.jpa;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The text of the insert, one for each count of rows, so that drivers find their prepared statement
 * again.
 */
final class Inserts {

    private static final String HEAD =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, metadata, payload)
            SELECT CAST(?1 AS varchar), CAST(?2 AS varchar), CAST(?3 AS bigint) + v.n,
                v.event_id, v.type, v.revision, NULLIF(CAST(?4 AS varchar), ''), v.payload
            FROM (VALUES (1, CAST(?5 AS uuid), CAST(?6 AS varchar), CAST(?7 AS integer), CAST(?8 AS bytea))""";
    private static final String ALIAS = ") v (n, event_id, type, revision, payload)";
    private static final int COMMON_PARAMETERS = 4;
    private static final int PARAMETERS_PER_ROW = 4;

    private final Map<Integer, String> texts = new ConcurrentHashMap<>();
    private final String where;
    private final String tail;

    /**
     * States what follows the values.
     *
     * @param where a condition, or nothing
     * @param tail what comes last, or nothing
     */
    Inserts(String where, String tail) {
        this.where = where;
        this.tail = tail;
    }

    String of(int rows) {
        return texts.computeIfAbsent(rows, this::text);
    }

    private String text(int rows) {
        StringBuilder text = new StringBuilder(HEAD);
        for (int row = 2; row <= rows; row++) {
            int last = COMMON_PARAMETERS + row * PARAMETERS_PER_ROW;
            text.append(
                    ",\n(%d, ?%d, ?%d, ?%d, ?%d)"
                            .formatted(row, last - 3, last - 2, last - 1, last));
        }
        text.append(ALIAS);
        if (!where.isEmpty()) {
            text.append("\nWHERE ").append(where);
        }
        if (rows > 1) {
            text.append("\nORDER BY v.n");
        }
        return text.append('\n').append(tail).toString();
    }
}
