package io.annals.demo.board;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A cart that something was put into, and that was not bought. */
@Entity
@Table(name = "board_standing_cart")
public class StandingCart {

    @Id private String id = "";
    private Instant touched = Instant.EPOCH;

    /** For the persistence provider. */
    protected StandingCart() {}

    StandingCart(String id) {
        this.id = id;
    }

    void touch(Instant at) {
        touched = at;
    }

    Instant touched() {
        return touched;
    }
}
