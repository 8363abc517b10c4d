package io.annals.demo.board;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A cart that something was put into, and that was not bought. */
@Entity
@Table(name = "board_standing_cart")
public class StandingCart {

    @Id private String id = "";

    /** Not an instant, which Jakarta Persistence 3.1 does not ask providers to know. */
    private OffsetDateTime touched = Instant.EPOCH.atOffset(ZoneOffset.UTC);

    /** For the persistence provider. */
    protected StandingCart() {}

    StandingCart(String id) {
        this.id = id;
    }

    void touch(Instant at) {
        touched = at.atOffset(ZoneOffset.UTC);
    }

    OffsetDateTime touched() {
        return touched;
    }
}
