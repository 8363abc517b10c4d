package io.annals.server.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.spi.EventSerializer;
import io.annals.server.jackson.VisitEvent.Came;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Optional;

/** Keeps visits in the journal. */
@Path("visits/{id}")
@RequestScoped
public class VisitResource {

    @Inject AggregateRepository<Visit> visits;
    @Inject EventSerializer serializer;

    /** Stores one. */
    @POST
    public void come(
            @PathParam("id") String id,
            @QueryParam("at") String at,
            @QueryParam("reason") String reason) {
        visits.create(id, new Came(Instant.parse(at), Optional.ofNullable(reason)));
    }

    /** What was stored, read and written again by hand, and by whom. */
    @GET
    public String tell(@PathParam("id") String id) {
        Came came = visits.load(id).state().came();
        return "%s %s %s %s"
                .formatted(
                        serializer.getClass().getSimpleName(),
                        came.at(),
                        came.reason(),
                        new String(serializer.serialize(came), UTF_8));
    }

    /** Where the Jackson lies that the serialiser uses. */
    @GET
    @Path("jackson")
    public String jackson() throws ClassNotFoundException {
        return serializer
                .getClass()
                .getClassLoader()
                .loadClass("com.fasterxml.jackson.databind.ObjectMapper")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
    }
}
