package io.annals.server.rolling.after;

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

/** Insures parcels. */
@Path("parcels/{id}/insured")
@RequestScoped
public class InsuringResource {

    @Inject EventJournal journal;

    /** Insures one. */
    @POST
    @Transactional
    public void insure(@PathParam("id") String id) {
        journal.append(new StreamId("parcel", id), ExpectedVersion.any(), List.of(new Insured(1)));
    }
}
