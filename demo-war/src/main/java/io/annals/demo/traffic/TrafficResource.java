package io.annals.demo.traffic;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Makes the shop busy. */
@Path("traffic")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TrafficResource {

    @Inject Traffic traffic;

    /** How it is going. */
    @GET
    public TrafficReport report() {
        return traffic.report();
    }

    /** Begins, instead of what there was before. */
    @POST
    public TrafficReport start(@NotNull @Valid TrafficOrder order) {
        traffic.start(order);
        return traffic.report();
    }

    /** Ends; nothing happens if there is none. */
    @DELETE
    public TrafficReport stop() {
        traffic.stop();
        return traffic.report();
    }
}
