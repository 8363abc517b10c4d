package io.annals.readme;

import io.annals.es.EventEnvelope;
import io.annals.readme.AccountEvent.Deposited;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Methods on channels, as they are shown in docs/channels.md. */
@ApplicationScoped
public class Statement {

    final List<String> lines = new CopyOnWriteArrayList<>();

    // example:begin channels
    @Incoming("account-events")
    void on(EventEnvelope<AccountEvent> e) { // with stream, version, position, time, metadata
        lines.add("%s: %s".formatted(e.stream().id(), e.event()));
    }

    @Incoming("deposits")
    void on(Deposited e) { // the event alone
        lines.add("+ " + e.cents());
    }
    // example:end
}
