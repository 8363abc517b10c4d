package io.annals.bench.compare.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** An event. */
@Entity(name = "Event")
@Table(name = "hibernate_event")
@IdClass(EventEntity.Key.class)
class EventEntity {

    @Id private String stream = "";
    @Id private long version;

    /** Given by the database; a generated id would have Hibernate insert one by one. */
    @Column(insertable = false, updatable = false)
    private long position;

    @Column(nullable = false)
    private String type = "";

    @Column(nullable = false)
    private byte[] payload = {};

    /** For JPA. */
    protected EventEntity() {}

    EventEntity(String stream, long version, String type, byte[] payload) {
        this.stream = stream;
        this.version = version;
        this.type = type;
        this.payload = payload;
    }

    long version() {
        return version;
    }

    long position() {
        return position;
    }

    String type() {
        return type;
    }

    byte[] payload() {
        return payload;
    }

    String stream() {
        return stream;
    }

    /** For JPA. */
    record Key(String stream, long version) implements Serializable {}
}
