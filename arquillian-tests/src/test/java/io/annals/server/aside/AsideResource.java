package io.annals.server.aside;

import io.annals.es.consumer.Consumers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What an operator can do about events that are set aside. */
@Path("aside")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AsideResource {

    private static final String NAME = "picky-1";
    private static final int ALL = 1_000;

    @Inject Consumers consumers;
    @Inject Picky picky;

    /** An event that is set aside. */
    public record Letter(String stream, long version, long position, int attempts) {}

    /** The events that are set aside. */
    @GET
    public List<Letter> letters() {
        return consumers.deadLetters(NAME, 0, ALL).stream()
                .map(
                        letter ->
                                new Letter(
                                        letter.stream().id(),
                                        letter.version(),
                                        letter.position(),
                                        letter.attempts()))
                .toList();
    }

    /** Mends the cause. */
    @POST
    @Path("content")
    public void calmDown() {
        picky.calmDown();
    }

    /** Tries again. */
    @POST
    @Path("{position}/retry")
    public void retry(@PathParam("position") long position) {
        consumers.retry(NAME, position, "the test");
    }

    /** Leaves out. */
    @POST
    @Path("{position}/dismiss")
    public void dismiss(@PathParam("position") long position) {
        consumers.dismiss(NAME, position, "the test");
    }
}
