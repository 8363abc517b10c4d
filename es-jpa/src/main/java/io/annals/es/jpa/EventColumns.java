package io.annals.es.jpa;

import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.spi.StoredEvent;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a query selects of an event, and how its rows become events. */
final class EventColumns {

    static final int VERSION = 2;
    static final int POSITION = 3;
    private static final int PAYLOAD = 9;

    private final String select;

    EventColumns(Database database) {
        this.select =
                "SELECT category, stream_id, version, position, event_id, type, revision, %s, metadata, "
                        .formatted(database.time());
    }

    /** The beginning of a query; what is read of the payload is to follow. */
    String select() {
        return select;
    }

    static byte @Nullable [] payload(@Nullable Object[] row) {
        return (byte[]) row[PAYLOAD];
    }

    StoredEvent event(@Nullable Object[] row, byte @Nullable [] payload) {
        if (payload == null) {
            throw new EventSourcingException(
                    "Could not read %s/%s version %s: its payload has gone while it was read. Find out who deletes events"
                            .formatted(row[0], row[1], row[VERSION]));
        }
        Long position = (Long) row[POSITION];
        String metadata = (String) row[8];
        return new StoredEvent(
                new StreamId((String) row[0], (String) row[1]),
                Sql.number(row[VERSION]),
                position == null ? EventEnvelope.NO_POSITION : position,
                id(row[4]),
                (String) row[5],
                Math.toIntExact(Sql.number(row[6])),
                instant(row[7]),
                metadata == null ? Metadata.empty() : Metadata.decode(metadata),
                payload);
    }

    private static UUID id(@Nullable Object id) {
        return id instanceof UUID uuid ? uuid : UUID.fromString(String.valueOf(id));
    }

    /** A time comes as one, whatever the driver makes of it, or as a text in UTC. */
    private static Instant instant(@Nullable Object time) {
        if (time instanceof Timestamp timestamp) {
            return timestamp.toInstant();
        }
        return time instanceof OffsetDateTime exact
                ? exact.toInstant()
                : LocalDateTime.parse(String.valueOf(time).replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC);
    }
}
