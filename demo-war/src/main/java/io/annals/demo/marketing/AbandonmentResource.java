package io.annals.demo.marketing;

import io.annals.demo.web.Versions;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Versioned;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Shows marketing what a customer left behind. */
@Path("carts/{id:" + Versions.UUID_PATTERN + "}/abandonment")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AbandonmentResource {

    @Inject AggregateRepository<CartAbandonment> carts;

    /** What was wanted and not bought. */
    public record Abandonment(
            String id, String customer, List<String> wanted, boolean abandoned, long version) {}

    /** One cart, as marketing sees it. */
    @GET
    public Abandonment get(@PathParam("id") String id) {
        Versioned<CartAbandonment> cart = carts.load(id);
        CartAbandonment state = cart.state();
        return new Abandonment(
                id,
                state.customer(),
                List.copyOf(state.wanted()),
                state.abandoned(),
                cart.version());
    }
}
