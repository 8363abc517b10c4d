package io.annals.bench.numbers;

import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import io.annals.testing.TestDatabase;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The journal's columns and the key of its streams, filled by the same entity manager: no position,
 * no unique event ids, no look at the version before.
 */
final class PlainTable implements Table {

    private static final String CREATE =
            """
            CREATE TABLE plain_event (category %1$s NOT NULL, stream_id %2$s NOT NULL, version bigint NOT NULL,
                event_id %3$s NOT NULL, type %1$s NOT NULL, revision integer NOT NULL, time %4$s NOT NULL,
                metadata %5$s, payload %6$s NOT NULL, PRIMARY KEY (category, stream_id, version))""";
    private static final String INSERT =
            "INSERT INTO plain_event (category, stream_id, version, event_id, type, revision, metadata, payload)\n";
    private static final String FROM_VALUES =
            """
            SELECT CAST(?1 AS varchar), CAST(?2 AS varchar), CAST(?3 AS bigint) + v.n,
                v.event_id, v.type, v.revision, NULLIF(CAST(?4 AS varchar), ''), v.payload
            FROM (VALUES %s) v (n, event_id, type, revision, payload)""";
    private static final String FIRST_OF_VALUES =
            "(%d, CAST(?%d AS uuid), CAST(?%d AS varchar), CAST(?%d AS integer), CAST(?%d AS bytea))";
    private static final String OTHER_OF_VALUES = "(%d, ?%d, ?%d, ?%d, ?%d)";
    private static final String ROW = "(?1, ?2, ?3 + %d, ?%d, ?%d, ?%d, NULLIF(?4, ''), ?%d)";

    private final Map<Integer, String> texts = new ConcurrentHashMap<>();
    private final TestDatabase database;
    private final Kind kind;

    PlainTable(TestDatabase database, Kind kind) {
        this.database = database;
        this.kind = kind;
        database.execute(
                switch (kind) {
                    case POSTGRESQL ->
                            CREATE.formatted(
                                    "varchar(100) COLLATE \"C\"",
                                    "varchar(255) COLLATE \"C\"",
                                    "uuid",
                                    "timestamp with time zone DEFAULT statement_timestamp()",
                                    "text",
                                    "bytea");
                    case H2 ->
                            CREATE.formatted(
                                    "varchar(100)",
                                    "varchar(255)",
                                    "uuid",
                                    "timestamp(6) with time zone DEFAULT current_timestamp(6)",
                                    "varchar",
                                    "varbinary(16777216)");
                    case MARIADB ->
                            CREATE.formatted(
                                            "varchar(100)",
                                            "varchar(255)",
                                            "char(36) CHARACTER SET ascii COLLATE ascii_nopad_bin",
                                            "datetime(6) DEFAULT utc_timestamp(6)",
                                            "longtext",
                                            "longblob")
                                    + " ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_nopad_bin";
                });
    }

    @Override
    public void append(StreamId stream, long version, List<NewEvent> events) {
        Query insert =
                database.em
                        .createNativeQuery(texts.computeIfAbsent(events.size(), this::text))
                        .setHint("org.hibernate.query.native.spaces", "es_event")
                        .setParameter(1, stream.category())
                        .setParameter(2, stream.id())
                        .setParameter(3, version)
                        .setParameter(4, "");
        int next = 5;
        for (NewEvent event : events) {
            insert.setParameter(next++, event.eventId());
            insert.setParameter(next++, event.type());
            insert.setParameter(next++, event.revision());
            insert.setParameter(next++, event.payload());
        }
        insert.setFlushMode(FlushModeType.COMMIT).executeUpdate();
    }

    private String text(int rows) {
        String values =
                IntStream.rangeClosed(1, rows)
                        .mapToObj(row -> row(row, 4 * row + 1))
                        .collect(Collectors.joining(",\n"));
        return INSERT + (kind == Kind.MARIADB ? "VALUES " + values : FROM_VALUES.formatted(values));
    }

    private String row(int row, int first) {
        String selected = row == 1 ? FIRST_OF_VALUES : OTHER_OF_VALUES;
        return (kind == Kind.MARIADB ? ROW : selected)
                .formatted(row, first, first + 1, first + 2, first + 3);
    }
}
