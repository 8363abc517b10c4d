package io.annals.readme;

import io.annals.es.EventEnvelope;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.readme.AccountEvent.Deposited;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

// example:begin
@ApplicationScoped
@Projection(name = "savers", categories = "account")
public class Savers {
    final Map<String, Long> cents = new ConcurrentHashMap<>(); // a real one writes a table

    @EventHandler
    void on(Deposited event, EventEnvelope<Deposited> envelope) {
        cents.merge(envelope.stream().id(), event.cents(), Long::sum);
    }
}
// example:end
