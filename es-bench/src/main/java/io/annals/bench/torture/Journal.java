package io.annals.bench.torture;

import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.testing.TestDatabase;
import java.util.Iterator;

/** The journal's table, read past the code that is under test. */
record Journal(TestDatabase database) {

    private static final String READ =
            "SELECT position, category, stream_id, version, payload FROM es_event WHERE position > ?1 ORDER BY position";
    private static final String LAST_POSITION = "SELECT coalesce(max(position), 0) FROM es_event";
    private static final String LAST_COPIED =
            LAST_POSITION + " WHERE category = '" + Plans.COPIED + "'";
    private static final String WITHOUT_POSITION =
            "SELECT count(*) FROM es_event WHERE position IS NULL";

    long lastPosition() {
        return Rows.count(database, LAST_POSITION);
    }

    /** The last one that the view has to show. */
    long lastCopied() {
        return Rows.count(database, LAST_COPIED);
    }

    long withoutPosition() {
        return Rows.count(database, WITHOUT_POSITION);
    }

    /** All events, in the order of their positions. */
    Iterator<Entry> entries() {
        Rows rows = new Rows(database, READ);
        JsonbEventSerializer serializer = new JsonbEventSerializer();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Entry next() {
                Object[] row = rows.next();
                return new Entry(
                        Rows.number(row[0]),
                        "%s/%s".formatted(row[1], row[2]),
                        Rows.number(row[3]),
                        serializer.deserialize((byte[]) row[4], Written.class));
            }
        };
    }
}
