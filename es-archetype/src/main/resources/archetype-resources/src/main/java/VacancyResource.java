package ${package};

import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;

/** Queries: they read the view and no event. */
@Path("vacancies")
@RequestScoped
@Produces("application/json")
public class VacancyResource {

    @PersistenceContext EntityManager view;

    @GET
    public List<Vacancy> all() {
        return view.createQuery(
                        "select v from Vacancy v where v.places > 0 order by v.title, v.course",
                        Vacancy.class)
                .getResultList();
    }
}
