package io.annals.server.letter;

import io.annals.testing.container.EventsRecorded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;

/** Tells a test outside of the server what was recorded inside. */
@Path("recorded")
@ApplicationScoped
public class RecordedLetters {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject EventsRecorded recorded;
    @Inject Stamps stamps;

    /** Begins with the first call. */
    @POST
    public int begin() {
        return recorded.all().size();
    }

    /** The types of what was committed since then. */
    @GET
    public String types() {
        return recorded.all().stream()
                .map(event -> event.version() + " " + event.type())
                .toList()
                .toString();
    }

    /** What the channel and the projection have seen when both have handled all of it. */
    @GET
    @Path("seen")
    public String seen() {
        recorded.awaitCaughtUp("stamps", PATIENCE);
        recorded.awaitCaughtUp("stamps-1", PATIENCE);
        return stamps.seen();
    }
}
