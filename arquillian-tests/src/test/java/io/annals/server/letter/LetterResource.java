package io.annals.server.letter;

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.spi.EventFormat;
import io.annals.es.spi.EventSerializer;
import io.annals.server.letter.LetterEvent.Written;
import io.annals.testing.letter.LetterStamped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** Keeps letters in the journal. */
@Path("letters/{id}")
@RequestScoped
public class LetterResource {

    @Inject AggregateRepository<Letter> letters;
    @Inject EventSerializer serializer;
    @Inject Instance<EventFormat> formats;
    @PersistenceContext EntityManager em;

    /** Stores one with a stamp, and stamps it again, in one transaction. */
    @POST
    @Transactional
    public void write(
            @PathParam("id") String id,
            @QueryParam("by") String by,
            @QueryParam("cents") int cents) {
        letters.create(id, new Written(by), stamp(cents));
        letters.update(id, letter -> List.of(stamp(letter.cents() + 1)));
    }

    /** Its state. */
    @GET
    public String tell(@PathParam("id") String id) {
        return letters.load(id).state().toString();
    }

    /** The payloads as they are stored, by the formats that cover them. */
    @GET
    @Path("payloads")
    @Transactional
    public String payloads(@PathParam("id") String id) {
        return payload(id, 1).length
                + " "
                + serializer.text(payload(id, 1), Written.class)
                + " "
                + payload(id, 2).length
                + " "
                + formats.get().text(payload(id, 2), LetterStamped.class);
    }

    private byte[] payload(String id, int version) {
        return (byte[])
                em.createNativeQuery(
                                "SELECT payload FROM es_event WHERE category = 'letter' AND stream_id = ?1 AND version = ?2")
                        .setParameter(1, id)
                        .setParameter(2, version)
                        .getSingleResult();
    }

    private static LetterStamped stamp(int cents) {
        return LetterStamped.newBuilder().setCents(cents).build();
    }
}
