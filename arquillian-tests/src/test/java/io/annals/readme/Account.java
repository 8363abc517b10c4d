package io.annals.readme;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import io.annals.readme.AccountEvent.Deposited;
import io.annals.readme.AccountEvent.Opened;
import java.util.List;

// example:begin
@Aggregate(value = "account", events = AccountEvent.class)
public record Account(String owner, long cents) { // the fold of what has happened
    @Apply
    static Account on(Opened e) {
        return new Account(e.owner(), 0);
    }

    @Apply
    Account on(Deposited e) {
        return new Account(owner, cents + e.cents());
    }

    public List<AccountEvent> deposit(long amount) { // decides what happens next
        return List.of(new Deposited(amount));
    }
}
// example:end
