package io.annals.es.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names the columns of {@code es_event} for queries. It is listed in {@code
 * META-INF/es-journal-orm.xml} and never becomes an object: reads select its attributes one by one,
 * writes are native.
 */
@Entity(name = "EsEvent")
@Table(name = "es_event")
@SuppressWarnings("NullAway.Init") // nobody ever makes one
class EventRow {

    @Id
    @Column(name = "event_id")
    UUID eventId;

    String category;

    @Column(name = "stream_id")
    String streamId;

    long version;
    @Nullable Long position;
    String type;
    int revision;
    OffsetDateTime time;
    @Nullable String metadata;
    byte[] payload;

    EventRow() {}
}
