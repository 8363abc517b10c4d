package io.annals.server.user;

import io.annals.es.EventJournal;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.server.user.GuestbookEvent.Signed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** Lets guests sign, and tells who has. */
@Path("guestbooks/{id}")
@RequestScoped
public class GuestbookResource {

    @Inject AggregateRepository<Guestbook> guestbooks;
    @Inject EventJournal journal;

    /** Signs. */
    @POST
    public void sign(@PathParam("id") String id) {
        guestbooks.create(id, new Signed());
    }

    /** The users of its events. */
    @GET
    @Produces("application/json")
    public JsonArray users(@PathParam("id") String id) {
        JsonArrayBuilder users = Json.createArrayBuilder();
        journal.read(new StreamId("guestbook", id))
                .forEach(event -> users.add(event.metadata().get(Metadata.USER).orElse("nobody")));
        return users.build();
    }
}
