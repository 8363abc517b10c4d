package ${package};

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.RetryOnConflict;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import ${package}.CourseEvent.Offered;

/** Commands: each loads a course, lets it decide, and appends what it has decided, in a transaction. */
@Path("courses/{id}")
@RequestScoped
@Produces("application/json")
public class CourseResource {

    @Inject AggregateRepository<Course> courses;

    @PUT
    @Transactional
    public void offer(
            @PathParam("id") String id,
            @QueryParam("title") @NotBlank String title,
            @QueryParam("places") @Min(1) int places) {
        courses.create(id, new Offered(title, places));
    }

    @PUT
    @Path("students/{student}")
    @RetryOnConflict
    @Transactional
    public void join(@PathParam("id") String id, @PathParam("student") String student) {
        courses.update(id, course -> course.join(student));
    }

    @DELETE
    @Path("students/{student}")
    @RetryOnConflict
    @Transactional
    public void leave(@PathParam("id") String id, @PathParam("student") String student) {
        courses.update(id, course -> course.leave(student));
    }

    @GET
    public Course get(@PathParam("id") String id) {
        return courses.load(id).state();
    }
}
