package ${package};

import io.annals.es.EventEnvelope;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import ${package}.CourseEvent.Joined;
import ${package}.CourseEvent.Left;
import ${package}.CourseEvent.Offered;

/** The read side: it follows the journal and keeps the view, so that each event counts once. */
@ApplicationScoped
@Projection(name = "vacancies", categories = "course")
public class Vacancies {

    @PersistenceContext EntityManager view;

    @EventHandler
    void on(Offered event, EventEnvelope<?> envelope) {
        view.persist(new Vacancy(envelope.stream().id(), event.title(), event.places()));
    }

    @EventHandler
    void on(Joined event, EventEnvelope<?> envelope) {
        of(envelope).add(-1);
    }

    @EventHandler
    void on(Left event, EventEnvelope<?> envelope) {
        of(envelope).add(1);
    }

    @OnReset
    void empty() {
        view.createQuery("delete from Vacancy").executeUpdate();
    }

    private Vacancy of(EventEnvelope<?> envelope) {
        return view.find(Vacancy.class, envelope.stream().id());
    }
}
