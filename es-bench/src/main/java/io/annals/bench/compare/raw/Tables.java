package io.annals.bench.compare.raw;

import io.annals.bench.numbers.Kind;
import java.util.List;

/** The statements, as far as databases differ. */
record Tables(Kind kind) {

    private static final String EVENTS =
            """
            CREATE TABLE IF NOT EXISTS raw_event (position bigint %1$s, stream varchar(100) %2$s NOT NULL,
                version bigint NOT NULL, type varchar(40) NOT NULL, payload %3$s NOT NULL,
                CONSTRAINT raw_event_key PRIMARY KEY (stream, version), CONSTRAINT raw_event_position UNIQUE (position))""";
    private static final String CHECKPOINTS =
            "CREATE TABLE IF NOT EXISTS raw_checkpoint (name varchar(100) PRIMARY KEY, position bigint NOT NULL)";

    List<String> create() {
        return switch (kind) {
            case POSTGRESQL ->
                    List.of(
                            EVENTS.formatted(
                                    "GENERATED ALWAYS AS IDENTITY", "COLLATE \"C\"", "bytea"),
                            CHECKPOINTS);
            case MARIADB ->
                    List.of(
                            EVENTS.formatted(
                                    "AUTO_INCREMENT",
                                    "CHARACTER SET ascii COLLATE ascii_bin",
                                    "blob"),
                            CHECKPOINTS);
            case H2 ->
                    List.of(
                            EVENTS.formatted(
                                    "GENERATED ALWAYS AS IDENTITY", "", "varbinary(10000)"),
                            CHECKPOINTS);
        };
    }
}
