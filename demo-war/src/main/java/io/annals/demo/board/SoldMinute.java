package io.annals.demo.board;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What was bought within one minute, counted from 1970-01-01T00:00Z. */
@Entity
@Table(name = "board_minute")
public class SoldMinute {

    @Id private long epochMinute;
    private long checkouts;
    private long revenueCents;

    /** For the persistence provider. */
    protected SoldMinute() {}

    SoldMinute(long epochMinute) {
        this.epochMinute = epochMinute;
    }

    void add(long cents) {
        checkouts++;
        revenueCents = Math.addExact(revenueCents, cents);
    }

    long epochMinute() {
        return epochMinute;
    }

    long checkouts() {
        return checkouts;
    }

    long revenueCents() {
        return revenueCents;
    }
}
