package io.annals.es.cdi.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.cdi.discovery.Shop.Visit;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AggregateDiscoveryTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject EventJournal journal;
    }

    @Dependent
    static class Marketing {
        private final AggregateRepository<Visit> visits;

        @Inject
        Marketing(AggregateRepository<Visit> visits) {
            this.visits = visits;
        }
    }

    @Dependent
    static class LooksUp {
        @Inject Instance<AggregateRepository<Cart>> carts;
        @Inject Provider<AggregateRepository<Visit>> visits;
    }

    @Dependent
    @Alternative
    @Priority(1)
    static class Doubles {
        @Produces
        @SuppressWarnings("unchecked")
        AggregateRepository<Cart> carts() {
            return (AggregateRepository<Cart>)
                    Proxy.newProxyInstance(
                            Doubles.class.getClassLoader(),
                            new Class<?>[] {AggregateRepository.class},
                            (proxy, method, arguments) -> Stream.of("double"));
        }
    }

    @Test
    void makes_a_repository_of_a_record_without_bean_defining_annotation() {
        try (Deployment shop = deploy(Till.class)) {
            Till till = shop.get(Till.class);
            till.carts.create("1", new Opened("eve"));
            till.carts.update("1", cart -> List.of(new CheckedOut(100)));
            assertEquals(new Cart("eve", true), till.carts.load("1").state());
        }
    }

    @Test
    void several_aggregates_fold_one_category() {
        try (Deployment shop = deploy(Till.class, Marketing.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"), new CheckedOut(100));
            assertEquals(new Visit("eve"), shop.get(Marketing.class).visits.load("1").state());
            assertEquals(new Cart("eve", true), shop.get(Till.class).carts.load("1").state());
        }
    }

    @Test
    void makes_repositories_that_are_looked_up_through_an_instance_or_a_provider() {
        try (Deployment shop = deploy(LooksUp.class)) {
            LooksUp beans = shop.get(LooksUp.class);
            beans.carts.get().create("1", new Opened("eve"));
            assertEquals("eve", beans.visits.get().load("1").state().visitor());
        }
    }

    @Test
    void makes_a_repository_that_only_code_looks_up() {
        try (Deployment shop = deploy()) {
            AggregateRepository<Cart> carts =
                    CDI.current().select(new TypeLiteral<AggregateRepository<Cart>>() {}).get();
            carts.create("1", new Opened("eve"));
            assertEquals("eve", carts.load("1").state().customer());
        }
    }

    @Test
    void a_bean_of_the_application_replaces_a_repository() {
        try (Deployment shop = deploy(Till.class, Doubles.class)) {
            assertEquals(List.of("double"), shop.get(Till.class).carts.ids().toList());
        }
    }

    @Test
    void makes_the_journal_that_the_repositories_write() {
        try (Deployment shop = deploy(Till.class)) {
            Till till = shop.get(Till.class);
            StreamId stream = new StreamId("cart", "1");
            till.journal.append(stream, ExpectedVersion.noStream(), List.of(new Opened("eve")));
            assertEquals("eve", till.carts.load("1").state().customer());
            assertEquals(List.of("1"), till.journal.ids("cart").toList());
        }
    }

    private static Deployment deploy(Class<?>... beans) {
        return Deployment.ofShop(Map.of(), beans);
    }
}
