package io.annals.tutorial;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

// example:begin
@Entity
public class Debt {

    @Id private String holder;
    private long cents;

    protected Debt() {} // for the persistence provider

    Debt(String holder) {
        this.holder = holder;
    }

    void add(long more) {
        cents += more;
    }

    public String getHolder() {
        return holder;
    }

    public long getCents() {
        return cents;
    }
}
// example:end
