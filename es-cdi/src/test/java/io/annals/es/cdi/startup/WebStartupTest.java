package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventJournal;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Apply;
import io.annals.es.cdi.deployment.ContainerNames;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebStartupTest {

    private static final StreamId INVOICE = new StreamId("invoice", "1");

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject EventJournal journal;
    }

    @EventType("invoice-sent")
    public record Sent(long cents) {}

    /** An aggregate that no bean asks a repository of. */
    @Aggregate(value = "invoice", events = Sent.class)
    public static class Invoice {
        @Apply
        void on(Sent event) {}
    }

    /** Found together with its superclass, and no aggregate itself. */
    public static class SpecialInvoice extends Invoice {}

    @EventType("cart-opened")
    public record OpenedAgain() {}

    @Aggregate(value = "rival", events = OpenedAgain.class)
    public static class Rival {
        @Apply
        void on(OpenedAgain event) {}
    }

    @Aggregate(value = "broken", events = Sent.class)
    public static class WithoutApply {}

    /** A projection without a scope is no bean. */
    @Projection(name = "forgotten")
    public static class Forgotten {
        @EventHandler
        void on(Opened event) {}
    }

    @Vetoed
    @Projection(name = "switched-off")
    public static class SwitchedOff {
        @EventHandler
        void on(Opened event) {}
    }

    @ApplicationScoped
    @Projection(name = "invoices")
    public static class Invoices {
        @EventHandler
        void on(Sent event) {}
    }

    /** What makes an application a web application. */
    @ApplicationScoped
    static class Web {
        private final List<ServletContextListener> listeners = new ArrayList<>();

        @Produces
        @ApplicationScoped
        ServletContext context() {
            return (ServletContext)
                    Proxy.newProxyInstance(
                            Web.class.getClassLoader(),
                            new Class<?>[] {ServletContext.class},
                            (proxy, method, arguments) -> {
                                assertEquals("addListener", method.getName());
                                listeners.add((ServletContextListener) arguments[0]);
                                return null;
                            });
        }

        void destroyContext(ServletContext context) {
            listeners.forEach(
                    listener -> listener.contextDestroyed(new ServletContextEvent(context)));
        }
    }

    @ApplicationScoped
    static class Early {
        @Inject AggregateRepository<Cart> carts;

        void onStartup(@Observes Startup event) {
            carts.create("early", new Opened("eve"));
        }
    }

    @Test
    void nothing_runs_before_the_servlet_container_has_told_all_aggregates() {
        try (Deployment shop = deploy()) {
            assertEquals(List.of(), ContainerNames.livingThreads());
            start(shop, Set.of());
            assertEquals(1, ContainerNames.livingThreads().size());
        }
        assertEquals(List.of(), ContainerNames.livingThreads());
    }

    @Test
    void stops_with_the_servlet_context_before_the_beans_go() {
        try (Deployment shop = deploy()) {
            start(shop, Set.of());
            shop.get(Web.class).destroyContext(shop.get(ServletContext.class));
            assertEquals(List.of(), ContainerNames.livingThreads());
        }
    }

    @Test
    void events_of_aggregates_that_are_not_injected_are_known() {
        try (Deployment shop = deploy()) {
            EventJournal journal = shop.get(Till.class).journal;
            assertThrows(UnknownEventTypeException.class, () -> send(journal));
            start(shop, Set.of(Invoice.class, SpecialInvoice.class, Cart.class));
            send(journal);
            assertEquals(new Sent(5), journal.read(INVOICE).findFirst().orElseThrow().event());
        }
    }

    @Test
    void a_container_that_found_no_aggregate_says_null() {
        try (Deployment shop = deploy()) {
            start(shop, null);
            assertEquals(1, ContainerNames.livingThreads().size());
        }
    }

    @Test
    void a_broken_aggregate_that_is_not_injected_fails_the_start() {
        assertFails(WithoutApply.class, WithoutApply.class.getName());
    }

    @Test
    void a_type_name_that_an_injected_aggregate_has_already_fails_the_start() {
        assertFails(Rival.class, "'cart-opened'");
    }

    @Test
    void a_projection_that_is_no_bean_fails_the_start() {
        assertFails(Forgotten.class, Forgotten.class.getName());
    }

    @Test
    void projections_that_are_beans_or_switched_off_do_not() {
        try (Deployment shop = deploy(Invoices.class)) {
            start(shop, Set.of(Invoices.class, SwitchedOff.class));
        }
    }

    @Test
    void events_of_projections_are_known() {
        try (Deployment shop = deploy(Invoices.class)) {
            start(shop, Set.of());
            send(shop.get(Till.class).journal);
        }
    }

    @Test
    void the_journal_can_be_used_before() {
        try (Deployment shop = deploy(Early.class)) {
            assertEquals("eve", shop.get(Till.class).carts.load("early").state().customer());
        }
    }

    private static void assertFails(Class<?> found, String named) {
        try (Deployment shop = deploy()) {
            DefinitionException failure =
                    assertThrows(DefinitionException.class, () -> start(shop, Set.of(found)));
            assertTrue(failure.getMessage().contains(named), failure::getMessage);
            assertEquals(List.of(), ContainerNames.livingThreads());
        }
    }

    private static void start(Deployment shop, Set<Class<?>> found) {
        new WebStartup().onStartup(found, shop.get(ServletContext.class));
    }

    private static void send(EventJournal journal) {
        journal.append(INVOICE, ExpectedVersion.noStream(), List.of(new Sent(5)));
    }

    private static Deployment deploy(Class<?>... more) {
        Class<?>[] classes = new Class<?>[more.length + 2];
        classes[0] = Till.class;
        classes[1] = Web.class;
        System.arraycopy(more, 0, classes, 2, more.length);
        return Deployment.ofShop(Map.of(), classes);
    }
}
