package io.annals.server.probe;

import io.annals.demo.cart.Cart;
import io.annals.demo.cart.CartEvent;
import io.annals.es.Append;
import io.annals.es.ContentionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.RetryOnConflict;
import io.annals.es.consumer.Consumers;
import io.annals.readme.Account;
import io.annals.readme.AccountEvent;
import io.annals.readme.Accounts;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** Looks into the journal, and makes transactions fail and meet. */
@Path("probe")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class Probe {

    private static final CyclicBarrier PAIR = new CyclicBarrier(2);

    @Inject AggregateRepository<Cart> carts;
    @Inject EventJournal journal;
    @Inject Consumers consumers;
    @Inject Accounts accounts;
    @Inject AggregateRepository<Account> accountStates;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transaction;

    private int tries;
    private String lost = "appended";

    /** An event with its stream and position. */
    public record Fact(String stream, long version, long position, String type, Object payload) {

        static Fact of(EventEnvelope<?> envelope) {
            return new Fact(
                    envelope.stream().id(),
                    envelope.version(),
                    envelope.position(),
                    envelope.type(),
                    envelope.event());
        }
    }

    /** How a race ended for one side. */
    public record Outcome(String result, int tries, boolean rollbackOnly) {}

    /** The journal as far as it is settled, in order. */
    @GET
    @Path("journal")
    public List<Fact> journal() {
        return journal.readAll(0, EventFilter.ofCategories("cart")).map(Fact::of).toList();
    }

    /** Opens an account, as a part of something that began elsewhere. */
    @POST
    @Path("account/{id}/of/{correlation}")
    @Transactional
    public void account(@PathParam("id") String id, @PathParam("correlation") String correlation) {
        journal.append(
                List.of(
                        new Append(
                                new StreamId("account", id),
                                ExpectedVersion.any(),
                                List.of(new AccountEvent.Opened("<b>Ada</b>")),
                                new Metadata(Map.of(Metadata.CORRELATION_ID, correlation)))));
    }

    /** Runs the README's example. */
    @POST
    @Path("account/{id}")
    public Account account(@PathParam("id") String id) {
        accounts.open(id, "Ada");
        accounts.deposit(id, 5);
        accounts.deposit(id, 7);
        return accountStates.load(id).state();
    }

    /** The names of all threads in this server that are ours. */
    @GET
    @Path("threads")
    public List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("annals-"))
                .sorted()
                .toList();
    }

    /** Appends to an existing and to a new cart, then fails. */
    @POST
    @Path("rollback/{id}/{other}")
    @Transactional
    public void appendAndFail(@PathParam("id") String id, @PathParam("other") String other) {
        carts.update(id, cart -> cart.add("ghost", 1, 1));
        carts.create(other, new CartEvent.Opened("ghost"));
        throw new IllegalStateException("for the test");
    }

    /**
     * Appends at a version that a second caller has loaded, too: one of them must lose, at the
     * append.
     */
    @POST
    @Path("race/{id}")
    @Transactional
    public Outcome race(@PathParam("id") String id) throws Exception {
        long version = carts.load(id).version();
        meet();
        try {
            carts.append(
                    id,
                    ExpectedVersion.exactly(version),
                    List.of(new CartEvent.ItemAdded("race", 1, 1)));
            return new Outcome("appended", 1, isRollbackOnly());
        } catch (WrongExpectedVersionException e) {
            return new Outcome("conflict", 1, isRollbackOnly());
        }
    }

    /** As {@link #race}, but the loser tries again. */
    @POST
    @Path("retry/{id}")
    @RetryOnConflict
    @Transactional
    public Outcome retry(@PathParam("id") String id) throws Exception {
        tries++;
        long version = carts.load(id).version();
        if (tries == 1) {
            meet();
        }
        carts.append(
                id,
                ExpectedVersion.exactly(version),
                List.of(new CartEvent.ItemAdded("race", 1, 1)));
        return new Outcome("appended", tries, isRollbackOnly());
    }

    /**
     * Appends to one cart and then to another, while a second caller does so in the other order:
     * one of them must lose its locks, and try again.
     */
    @POST
    @Path("deadlock/{one}/{other}")
    @RetryOnConflict
    @Transactional
    public Outcome deadlock(@PathParam("one") String one, @PathParam("other") String other)
            throws Exception {
        tries++;
        List<CartEvent> events = List.of(new CartEvent.ItemAdded("deadlock", 1, 1));
        try {
            carts.append(one, ExpectedVersion.any(), events);
            if (tries == 1) {
                meet();
            }
            carts.append(other, ExpectedVersion.any(), events);
            return new Outcome(lost, tries, isRollbackOnly());
        } catch (ContentionException e) {
            lost = "appended after contention";
            throw e;
        }
    }

    /** Waits for what it has just appended, in its own transaction, and rolls back; tells why. */
    @POST
    @Path("wait-within/{id}")
    @Transactional
    public Outcome waitWithin(@PathParam("id") String id) {
        Receipt receipt = carts.create(id, new CartEvent.Opened("hasty"));
        String result = "handled";
        try {
            consumers.awaitCaughtUp("shop-events", receipt, Duration.ofHours(1));
        } catch (IllegalStateException e) {
            result = e.getMessage();
        }
        transaction.setRollbackOnly();
        return new Outcome(result, 1, isRollbackOnly());
    }

    private boolean isRollbackOnly() {
        return transaction.getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK;
    }

    private static void meet() throws Exception {
        PAIR.await(1, TimeUnit.MINUTES);
    }
}
