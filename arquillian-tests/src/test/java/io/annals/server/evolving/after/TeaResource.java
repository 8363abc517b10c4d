package io.annals.server.evolving.after;

import io.annals.es.aggregate.AggregateRepository;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** Pours tea, and tells what it has cost. */
@Path("teas")
@RequestScoped
public class TeaResource {

    @Inject AggregateRepository<Tea> teas;
    @Inject Takings takings;

    /** Pours one more cup. */
    @POST
    @Path("{id}/{cents}")
    @Transactional
    public void pour(@PathParam("id") String id, @PathParam("cents") long cents) {
        teas.update(id, tea -> List.of(new Poured(cents)));
    }

    /** What a guest has paid, in cents. */
    @GET
    @Path("{id}")
    public String paid(@PathParam("id") String id) {
        return String.valueOf(teas.load(id).state().cents());
    }

    /** What all have, as far as the consumer has come. */
    @GET
    public String takings() {
        return String.valueOf(takings.cents());
    }
}
