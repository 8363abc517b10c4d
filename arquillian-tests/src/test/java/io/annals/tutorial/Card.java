package io.annals.tutorial;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import io.annals.tutorial.CardEvent.Charged;
import io.annals.tutorial.CardEvent.Issued;
import io.annals.tutorial.CardEvent.Redeemed;
import java.util.List;

// example:begin
@Aggregate(value = "card", events = CardEvent.class)
public record Card(String holder, long cents) {

    @Apply
    static Card on(Issued event) {
        return new Card(event.holder(), 0);
    }

    @Apply
    Card on(Charged event) {
        return new Card(holder, cents + event.cents());
    }

    @Apply
    Card on(Redeemed event) {
        return new Card(holder, cents - event.cents());
    }

    public List<CardEvent> charge(long amount) {
        return List.of(new Charged(amount));
    }

    public List<CardEvent> redeem(long amount) {
        if (amount > cents) {
            throw new TooLittleException(amount, cents);
        }
        return List.of(new Redeemed(amount));
    }
}
// example:end
