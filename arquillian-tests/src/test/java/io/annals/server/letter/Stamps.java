package io.annals.server.letter;

import io.annals.es.EventEnvelope;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.server.letter.LetterEvent.Written;
import io.annals.testing.letter.LetterStamped;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What a channel and a projection have seen. */
@ApplicationScoped
@Projection(name = "stamps")
public class Stamps {

    private final Set<String> seen = new TreeSet<>();

    /** By the channel, which carries nothing else. */
    @Incoming("stamps")
    public synchronized void receive(EventEnvelope<LetterStamped> stamped) {
        seen.add("channel: " + stamped.event().getCents());
    }

    /** By the projection. */
    @EventHandler
    public synchronized void on(LetterStamped stamped) {
        seen.add("projection: " + stamped.getCents());
    }

    /** By the projection. */
    @EventHandler
    public synchronized void on(Written written) {
        seen.add("projection: " + written.by());
    }

    synchronized String seen() {
        return seen.toString();
    }
}
