package io.annals.server.rolling;

import io.annals.es.EventEnvelope;
import io.annals.es.projection.EventHandler;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Notes each event of a parcel; each release says how it is called. */
public abstract class Diary {

    @PersistenceContext EntityManager view;

    @EventHandler
    void on(Sent event, EventEnvelope<?> envelope) {
        note(envelope);
    }

    /** Writes a line. */
    protected void note(EventEnvelope<?> envelope) {
        view.createNativeQuery("INSERT INTO diary (stream, version, pid) VALUES (?1, ?2, ?3)")
                .setParameter(1, envelope.stream().id())
                .setParameter(2, envelope.version())
                .setParameter(3, ProcessHandle.current().pid())
                .executeUpdate();
    }
}
