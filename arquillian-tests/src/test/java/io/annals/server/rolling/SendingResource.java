package io.annals.server.rolling;

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

/** Sends parcels. */
@Path("parcels/{id}/sent")
@RequestScoped
public class SendingResource {

    @Inject EventJournal journal;

    /** Sends one, for the first time or again. */
    @POST
    @Transactional
    public void send(@PathParam("id") String id) {
        journal.append(new StreamId("parcel", id), ExpectedVersion.any(), List.of(new Sent("Ada")));
    }
}
