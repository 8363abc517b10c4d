package io.annals.readme;

import io.annals.es.EventEnvelope;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.RetryOnConflict;
import io.annals.readme.AccountEvent.Deposited;
import io.annals.readme.AccountEvent.Opened;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.reactive.messaging.Incoming;

// example:begin
@ApplicationScoped
public class Accounts {
    @Inject AggregateRepository<Account> accounts;

    final AtomicLong deposits = new AtomicLong(); // a read side; a real one writes a table

    @Transactional
    public void open(String id, String owner) {
        accounts.create(id, new Opened(owner));
    }

    @RetryOnConflict
    @Transactional
    public void deposit(String id, long cents) {
        accounts.update(id, account -> account.deposit(cents)); // load, decide, append
    }

    @Incoming("account-events") // committed events only, in order
    void on(EventEnvelope<AccountEvent> e) {
        if (e.event() instanceof Deposited) deposits.incrementAndGet();
    }
}
// example:end
