package io.annals.server.probe;

import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.consumer.Consumers;
import io.annals.server.probe.Names.NameTakenException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Takes names, and looks them up. */
@Path("probe-names")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class NamesProbe {

    @Inject EventJournal journal;
    @Inject Names names;
    @Inject Consumers consumers;

    /** What became of a command, and how many events its stream has. */
    public record Result(String result, long events) {}

    /** Takes a name. */
    @POST
    @Path("{name}/{owner}")
    public Result take(@PathParam("name") String name, @PathParam("owner") String owner) {
        StreamId stream = new StreamId("name", owner);
        String result = "taken";
        try {
            journal.append(stream, ExpectedVersion.any(), List.of(new Names.Taken(name)));
        } catch (NameTakenException e) {
            result = "refused by the handler";
        } catch (PersistenceException e) {
            result = "refused by the table";
        }
        return new Result(result, journal.read(stream).count());
    }

    /** All names, according to the view. */
    @GET
    public List<String> all() {
        return names.all();
    }

    /** Makes the view wrong. */
    @POST
    @Path("forget")
    @Transactional
    public void forget() {
        names.forget();
    }

    /** Makes the view right. */
    @POST
    @Path("reset")
    public void reset() {
        consumers.reset("names", 0);
    }
}
