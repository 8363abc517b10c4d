package io.annals.server.rolling.after;

import io.annals.es.EventEnvelope;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.server.rolling.Diary;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows that they may be insured, too. */
@ApplicationScoped
@Projection(name = "parcels", categories = "parcel")
public class ParcelsAfter extends Diary {

    @EventHandler
    void on(Insured event, EventEnvelope<?> envelope) {
        note(envelope);
    }
}
