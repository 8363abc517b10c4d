package io.annals.tutorial;

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.RetryOnConflict;
import io.annals.tutorial.CardEvent.Issued;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

// example:begin
@Path("cards/{id}")
@RequestScoped
@Produces("application/json")
public class CardResource {

    @Inject AggregateRepository<Card> cards;

    @PUT
    @Transactional
    public void issue(@PathParam("id") String id, @QueryParam("holder") @NotBlank String holder) {
        cards.create(id, new Issued(holder));
    }

    @POST
    @Path("charges")
    @RetryOnConflict
    @Transactional
    public void charge(@PathParam("id") String id, @QueryParam("cents") @Positive long cents) {
        cards.update(id, card -> card.charge(cents));
    }

    @POST
    @Path("redemptions")
    @RetryOnConflict
    @Transactional
    public void redeem(@PathParam("id") String id, @QueryParam("cents") @Positive long cents) {
        cards.update(id, card -> card.redeem(cents));
    }

    @GET
    public Card get(@PathParam("id") String id) {
        return cards.load(id).state();
    }
}
// example:end
