package io.annals.server.evolving.before;

import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** Pours tea. */
@Path("teas/{id}/{euros}")
@RequestScoped
public class PouringResource {

    @Inject EventJournal journal;

    /** Pours one cup. */
    @POST
    @Transactional
    public void pour(@PathParam("id") String id, @PathParam("euros") int euros) {
        journal.append(new StreamId("tea", id), ExpectedVersion.any(), List.of(new Poured(euros)));
    }
}
