package io.annals.bench.compare.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far a reader has come. */
@Entity(name = "Checkpoint")
@Table(name = "hibernate_checkpoint")
class CheckpointEntity {

    @Id private String name = "";
    private long position;

    /** For JPA. */
    protected CheckpointEntity() {}

    CheckpointEntity(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    long position() {
        return position;
    }

    void advance(long to) {
        position = to;
    }
}
