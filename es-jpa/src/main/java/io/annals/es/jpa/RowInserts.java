package io.annals.es.jpa;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The text of an insert whose rows stand in the statement itself, one for each count of rows. */
final class RowInserts {

    private static final String HEAD =
            "INSERT INTO es_event (category, stream_id, version, event_id, type, revision, metadata, payload) VALUES\n";
    private static final int COMMON_PARAMETERS = 4;
    private static final int PARAMETERS_PER_ROW = 4;

    private final Map<Integer, String> texts = new ConcurrentHashMap<>();
    private final String firstVersion;

    /**
     * States how the first row gets its version.
     *
     * @param firstVersion an expression
     */
    RowInserts(String firstVersion) {
        this.firstVersion = firstVersion;
    }

    String of(int rows) {
        return texts.computeIfAbsent(rows, this::text);
    }

    private String text(int rows) {
        StringBuilder text = new StringBuilder(HEAD);
        for (int row = 1; row <= rows; row++) {
            int last = COMMON_PARAMETERS + row * PARAMETERS_PER_ROW;
            text.append(
                    "%s(?1, ?2, %s, ?%d, ?%d, ?%d, NULLIF(?4, ''), ?%d)"
                            .formatted(
                                    row == 1 ? "" : ",\n",
                                    row == 1 ? firstVersion : "?3 + " + row,
                                    last - 3,
                                    last - 2,
                                    last - 1,
                                    last));
        }
        return text.toString();
    }
}
