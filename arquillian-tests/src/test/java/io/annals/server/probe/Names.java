package io.annals.server.probe;

import io.annals.es.EventEnvelope;
import io.annals.es.EventType;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Mode;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.stream.Stream;

/** Who has which name, kept within the appends. */
// example:begin names
@ApplicationScoped
@Projection(name = "names", mode = Mode.INLINE, categories = "name")
public class Names {

    @PersistenceContext EntityManager view;

    // example:end

    /** Somebody has got a name. */
    @EventType("name-taken")
    public record Taken(String name) {}

    /** The name is somebody else's. */
    public static final class NameTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NameTakenException(String name) {
            super(name);
        }
    }

    // example:begin names
    @EventHandler
    void on(Taken event, EventEnvelope<?> envelope) {
        if (all().contains(event.name())) {
            throw new NameTakenException(event.name());
        }
        view.createNativeQuery("INSERT INTO probe_name (name, owner) VALUES (?1, ?2)")
                .setParameter(1, event.name())
                .setParameter(2, envelope.stream().id())
                .executeUpdate();
    }

    @OnReset
    void empty() {
        forget();
    }

    // example:end

    /** Makes the view wrong. */
    void forget() {
        view.createNativeQuery("DELETE FROM probe_name").executeUpdate();
    }

    List<String> all() {
        Stream<?> names =
                view
                        .createNativeQuery("SELECT name FROM probe_name ORDER BY name")
                        .getResultList()
                        .stream();
        return names.map(String::valueOf).toList();
    }
    // example:begin names
}
// example:end
