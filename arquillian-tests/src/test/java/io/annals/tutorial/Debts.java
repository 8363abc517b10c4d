package io.annals.tutorial;

import io.annals.es.EventEnvelope;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import io.annals.tutorial.CardEvent.Charged;
import io.annals.tutorial.CardEvent.Redeemed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

// example:begin
@ApplicationScoped
@Projection(name = "debts", categories = "card")
public class Debts {

    @PersistenceContext EntityManager view;
    @Inject AggregateRepository<Card> cards;

    @EventHandler
    void on(Charged event, EventEnvelope<?> envelope) {
        add(event.cents(), envelope);
    }

    @EventHandler
    void on(Redeemed event, EventEnvelope<?> envelope) {
        add(-event.cents(), envelope);
    }

    @OnReset
    void empty() {
        view.createQuery("delete from Debt").executeUpdate();
    }

    private void add(long cents, EventEnvelope<?> envelope) {
        String holder = cards.loadAt(envelope.stream().id(), envelope.version()).state().holder();
        Debt debt = view.find(Debt.class, holder);
        if (debt == null) {
            debt = new Debt(holder);
            view.persist(debt);
        }
        debt.add(cents);
    }
}
// example:end
