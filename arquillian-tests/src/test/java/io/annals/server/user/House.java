package io.annals.server.user;

import io.annals.es.EventEnvelope;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.server.user.GuestbookEvent.Signed;
import io.annals.server.user.GuestbookEvent.Thanked;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Thanks each guest, in nobody's name. */
@ApplicationScoped
@Projection(name = "house")
public class House {

    @Inject AggregateRepository<Guestbook> guestbooks;

    @EventHandler
    void on(Signed event, EventEnvelope<?> envelope) {
        guestbooks.update(envelope.stream().id(), book -> List.of(new Thanked()));
    }
}
