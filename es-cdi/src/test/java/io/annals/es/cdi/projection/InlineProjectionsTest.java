package io.annals.es.cdi.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.consumer.Consumers;
import io.annals.es.inline.InlineProjections;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Mode;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InlineProjectionsTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject EventJournal journal;
    }

    @ApplicationScoped
    static class Calls {
        final List<String> calls = new CopyOnWriteArrayList<>();

        List<String> all() {
            return calls;
        }
    }

    static final class HasCart extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ApplicationScoped
    @Projection(name = "customers", mode = Mode.INLINE)
    static class Customers {
        private final Set<String> customers = ConcurrentHashMap.newKeySet();

        @Inject Calls calls;
        @Inject AggregateRepository<Cart> carts;

        @EventHandler
        void on(Opened event, EventEnvelope<?> envelope) {
            calls.all().add("%s at %d".formatted(envelope, envelope.position()));
            if (!customers.add(event.customer())) {
                throw new HasCart();
            }
        }

        @OnReset
        void empty() {
            calls.all().add("empty");
            customers.clear();
        }
    }

    @RequestScoped
    static class Request {
        private final AtomicReference<String> customer = new AtomicReference<>("nobody");

        AtomicReference<String> customer() {
            return customer;
        }
    }

    @ApplicationScoped
    static class Command {
        @Inject AggregateRepository<Cart> carts;
        @Inject Request request;

        @ActivateRequestContext
        public String open(String id) {
            carts.create(id, new Opened("eve"));
            return request.customer().get();
        }
    }

    @Dependent
    @Projection(name = "requests", mode = Mode.INLINE)
    static class Requests {
        @Inject Request request;
        @Inject Calls calls;
        private int handled;

        @EventHandler
        protected void on(Opened event) {
            request.customer().set(event.customer());
            handled++;
            calls.all().add("%d on %s".formatted(handled, Thread.currentThread().getName()));
        }
    }

    @ApplicationScoped
    static class Seed {
        void early(@Observes @Priority(1) Startup startup, AggregateRepository<Cart> carts) {
            carts.create("seed", new Opened("early"));
        }
    }

    @Test
    void what_a_handler_throws_reaches_the_caller_of_a_repository_and_nothing_is_stored() {
        try (Deployment shop = deploy(Customers.class)) {
            Till till = shop.get(Till.class);
            till.carts.create("1", new Opened("ann"));
            assertThrows(HasCart.class, () -> till.carts.create("2", new Opened("ann")));
            assertEquals(List.of("1"), till.carts.ids().toList());
            till.carts.create("2", new Opened("bob"));
            assertEquals(
                    List.of(
                            "empty",
                            "cart/1 version 1 (cart-opened) at 0",
                            "cart/2 version 1 (cart-opened) at 0",
                            "cart/2 version 1 (cart-opened) at 0"),
                    shop.get(Calls.class).all());
        }
    }

    @Test
    void what_a_handler_throws_reaches_the_caller_of_the_journal() {
        try (Deployment shop = deploy(Customers.class)) {
            EventJournal journal = shop.get(Till.class).journal;
            StreamId stream = new StreamId("cart", "1");
            assertThrows(
                    HasCart.class,
                    () ->
                            journal.append(
                                    stream,
                                    ExpectedVersion.noStream(),
                                    List.of(new Opened("ann"), new Opened("ann"))));
            assertEquals(0, journal.read(stream).count());
        }
    }

    @Test
    void a_handler_runs_on_the_thread_and_in_the_request_of_the_command() {
        try (Deployment shop = deploy(Requests.class, Request.class, Command.class)) {
            assertEquals("eve", shop.get(Command.class).open("1"));
            assertEquals("eve", shop.get(Command.class).open("2"));
            String here = Thread.currentThread().getName();
            assertEquals(List.of("1 on " + here, "2 on " + here), shop.get(Calls.class).all());
        }
    }

    @Test
    void a_handler_has_a_request_of_its_own_where_the_command_has_none() {
        try (Deployment shop = deploy(Requests.class, Request.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals(1, shop.get(Calls.class).all().size());
        }
    }

    @Test
    void its_view_is_built_anew_from_all_events() {
        try (Deployment shop = deploy(Customers.class)) {
            Till till = shop.get(Till.class);
            till.carts.create("1", new Opened("ann"), new CheckedOut(7));
            till.carts.create("2", new Opened("bob"));
            shop.get(Calls.class).all().clear();
            assertEquals(2, shop.get(InlineProjections.class).rebuild("customers-1").events());
            assertEquals(
                    List.of(
                            "empty",
                            "cart/1 version 1 (cart-opened) at 0",
                            "cart/2 version 1 (cart-opened) at 0"),
                    shop.get(Calls.class).all());
            assertThrows(HasCart.class, () -> till.carts.create("3", new Opened("bob")));
        }
    }

    @Test
    void its_view_is_built_before_the_application_is_used() {
        try (Deployment shop = deploy(Customers.class)) {
            assertEquals(List.of("empty"), shop.get(Calls.class).all());
        }
    }

    @Test
    void an_append_that_comes_before_the_journal_has_started_is_handled_once() {
        try (Deployment shop = deploy(Customers.class, Seed.class)) {
            assertEquals(
                    List.of("empty", "cart/seed version 1 (cart-opened) at 0"),
                    shop.get(Calls.class).all());
        }
    }

    @Test
    void it_is_among_the_consumers_that_an_application_controls() {
        try (Deployment shop = deploy(Customers.class)) {
            shop.get(Till.class).carts.create("1", new Opened("ann"));
            Consumers consumers = shop.get(Consumers.class);
            assertEquals(Activity.INLINE, consumers.list().get(0).activity());
            shop.get(Calls.class).all().clear();
            consumers.reset("customers", 0);
            assertEquals(2, shop.get(Calls.class).all().size());
        }
    }

    @Test
    void it_is_no_consumer_of_the_engine() {
        try (Deployment shop = deploy(Customers.class)) {
            assertEquals(List.of(), shop.get(RunningEngine.class).get().orElseThrow().status());
            assertSame(shop.get(InlineProjections.class), shop.get(InlineProjections.class));
            assertTrue(shop.get(InlineProjections.class).contains("customers-1"));
        }
    }

    private static Deployment deploy(Class<?>... beans) {
        Class<?>[] all = new Class<?>[beans.length + 2];
        System.arraycopy(beans, 0, all, 2, beans.length);
        all[0] = Till.class;
        all[1] = Calls.class;
        return Deployment.ofShop(Map.of(), all);
    }
}
