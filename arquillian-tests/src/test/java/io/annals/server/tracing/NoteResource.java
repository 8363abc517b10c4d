package io.annals.server.tracing;

import io.annals.es.EventJournal;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateRepository;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** Keeps notes, and tells what the server has exported. */
@Path("notes")
@RequestScoped
@Produces("application/json")
public class NoteResource {

    @Inject AggregateRepository<Note> notes;
    @Inject EventJournal journal;
    @Resource ManagedExecutorService executor;

    /** Notes something. */
    @POST
    @Path("{id}")
    public void note(@PathParam("id") String id) {
        notes.create(id, new NoteEvent.Noted("a secret"));
    }

    /** The same on another thread. */
    @POST
    @Path("{id}/elsewhere")
    public void noteElsewhere(@PathParam("id") String id) throws Exception {
        executor.submit(() -> note(id)).get();
    }

    /** The metadata of its events. */
    @GET
    @Path("{id}")
    public JsonArray metadata(@PathParam("id") String id) {
        JsonArrayBuilder events = Json.createArrayBuilder();
        journal.read(new StreamId("note", id))
                .forEach(
                        event -> {
                            JsonObjectBuilder entries = Json.createObjectBuilder();
                            event.metadata().entries().forEach(entries::add);
                            events.add(entries.add("id", event.eventId().toString()));
                        });
        return events.build();
    }

    /** All spans. */
    @GET
    @Path("spans")
    public JsonArray spans() {
        JsonArrayBuilder spans = Json.createArrayBuilder();
        SpanMemory.spans().forEach(span -> spans.add(json(span)));
        return spans.build();
    }

    private static JsonObject json(SpanData span) {
        JsonArrayBuilder links = Json.createArrayBuilder();
        span.getLinks().forEach(link -> links.add(link.getSpanContext().getSpanId()));
        return Json.createObjectBuilder()
                .add("name", span.getName())
                .add("kind", span.getKind().name())
                .add("trace", span.getTraceId())
                .add("span", span.getSpanId())
                .add("parent", span.getParentSpanId())
                .add("links", links)
                .add("text", span.toString())
                .build();
    }
}
