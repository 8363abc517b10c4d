package io.annals.es.cdi.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.deployment.OwnSerializer;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.cdi.discovery.Shop.Visit;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateDiscoveryTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject AggregateRepository<Visit> visits;
    }

    @Test
    void makes_repositories_for_records_without_bean_defining_annotation() {
        try (Deployment shop =
                Deployment.of(
                        OwnSerializer.class, MemoryStorageProvider.class, Shop.class, Till.class)) {
            Till till = shop.get(Till.class);
            till.carts.create("1", new Opened("eve"));
            till.carts.update("1", cart -> List.of(new CheckedOut(100)));
            assertEquals(new Cart("eve", true), till.carts.load("1").state());
        }
    }
}
