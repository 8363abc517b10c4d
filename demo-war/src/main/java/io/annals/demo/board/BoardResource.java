package io.annals.demo.board;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** Shows the board, once or as it changes. */
@Path("board")
@RequestScoped
public class BoardResource {

    private static final long RETRY_SECONDS = 10;

    @Inject Boards boards;
    @Inject BoardFeed feed;

    /** As it is now. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Board get() {
        return boards.now();
    }

    /**
     * As it is now, and then whenever it has changed, at most once a second: events {@code board}.
     */
    @GET
    @Path("changes")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void changes(@Context SseEventSink sink, @Context Sse sse) {
        if (!feed.add(new Watcher(sink, sse))) {
            throw new ServiceUnavailableException(
                    "Too many watch the board. Come again later", RETRY_SECONDS);
        }
    }
}
