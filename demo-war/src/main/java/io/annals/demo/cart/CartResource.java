package io.annals.demo.cart;

import io.annals.demo.web.IdempotencyKey;
import io.annals.demo.web.Versions;
import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Versioned;
import io.annals.es.cdi.RetryOnConflict;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carts over HTTP. A cart's version is its entity tag, so that a client can say with If-Match what
 * it has seen. A command with an Idempotency-Key is done once: whoever sends it again gets the
 * first answer.
 */
@Path("carts")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class CartResource {

    private static final String ONE = "{id:" + Versions.UUID_PATTERN + "}";

    @Inject AggregateRepository<Cart> carts;
    @Inject EventJournal journal;

    /** Opens a cart under a new id. */
    @POST
    @RetryOnConflict
    @Transactional
    public Response open(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid OpenCart command,
            @Context UriInfo uri) {
        UUID id = key == null ? UUID.randomUUID() : new IdempotencyKey(key).made();
        Receipt receipt =
                carts(key).create(id.toString(), new CartEvent.Opened(command.customer()));
        ChangedCart opened = ChangedCart.of(receipt);
        return Response.status(Status.CREATED)
                .header(
                        HttpHeaders.LOCATION, // as a text: RESTEasy would make a URI absolute
                        "%s/%s".formatted(uri.getAbsolutePath().getRawPath(), opened.id()))
                .tag(Versions.tag(opened.version()))
                .entity(opened)
                .build();
    }

    /** What is in a cart now, or was at a version. */
    @GET
    @Path(ONE)
    public Response get(
            @PathParam("id") String id, @QueryParam("version") @Nullable String version) {
        Versioned<Cart> cart =
                version == null ? carts.load(id) : carts.loadAt(id, Versions.parse(version));
        return Response.ok(CartView.of(cart)).tag(Versions.tag(cart.version())).build();
    }

    /** Everything that ever happened to a cart. */
    @GET
    @Path(ONE + "/events")
    public List<RecordedEvent> events(@PathParam("id") String id) {
        List<RecordedEvent> events =
                journal.read(new StreamId("cart", id)).map(RecordedEvent::of).toList();
        if (events.isEmpty()) {
            throw new NotFoundException("There is no cart " + id);
        }
        return events;
    }

    /** Puts pieces of an article in. */
    @POST
    @Path(ONE + "/items")
    @RetryOnConflict
    @Transactional
    public Response add(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid AddItem item) {
        return change(
                id, ifMatch, key, cart -> cart.add(item.sku(), item.quantity(), item.cents()));
    }

    /** Takes all pieces of an article out. */
    @DELETE
    @Path(ONE + "/items/{sku}")
    @RetryOnConflict
    @Transactional
    public Response remove(
            @PathParam("id") String id,
            @PathParam("sku") String sku,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        return change(id, ifMatch, key, cart -> cart.remove(sku));
    }

    /** Buys what is in the cart. */
    @POST
    @Path(ONE + "/checkout")
    @RetryOnConflict
    @Transactional
    public Response checkOut(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        return change(id, ifMatch, key, Cart::checkOut);
    }

    private Response change(
            String id,
            @Nullable String ifMatch,
            @Nullable String key,
            Function<Cart, List<CartEvent>> decision) {
        ChangedCart changed = ChangedCart.of(update(id, ifMatch, key, decision));
        return Response.ok(changed).tag(Versions.tag(changed.version())).build();
    }

    private Receipt update(
            String id,
            @Nullable String ifMatch,
            @Nullable String key,
            Function<Cart, List<CartEvent>> decision) {
        if (ifMatch == null) {
            return carts(key).update(id, decision);
        }
        ExpectedVersion expected = Versions.expected(ifMatch);
        try {
            return carts(key).update(id, expected, decision);
        } catch (WrongExpectedVersionException e) {
            // Not as the cause: this is for the client to look again, and not to be retried here.
            throw new ClientErrorException(e.getMessage(), Status.PRECONDITION_FAILED);
        }
    }

    private AggregateRepository<Cart> carts(@Nullable String key) {
        return key == null ? carts : carts.once(new IdempotencyKey(key).command());
    }
}
