package io.annals.es.cdi.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.Transactions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a state is kept shows where another node has appended meanwhile. */
class CachedAggregatesTest {

    private static final StreamId STREAM = new StreamId("cart", "1");
    private static final List<CheckedOut> MORE = List.of(new CheckedOut(100));
    private static final Map<String, String> CACHED = Map.of("es.journal.cached-aggregates", "10");

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject AggregateRepository<Cart> sameCarts;
        @Inject EventJournal journal;
        @Inject EventSerializer serializer;
        @Inject Transactions transactions;

        void open() {
            carts.create("1", new Opened("eve"));
            update();
        }

        Receipt update() {
            return sameCarts.update("1", cart -> MORE);
        }
    }

    @Test
    void no_state_is_kept_unless_that_is_set() {
        try (Deployment shop = Deployment.ofShop(Map.of(), Till.class)) {
            Till till = shop.get(Till.class);
            till.open();
            appendOnAnotherNode(shop, till);
            assertEquals(4, till.update().version());
        }
    }

    @Test
    void a_state_is_kept_for_all_repositories_of_its_class() {
        try (Deployment shop = Deployment.ofShop(CACHED, Till.class)) {
            Till till = shop.get(Till.class);
            till.open();
            assertEquals(3, till.carts.update("1", cart -> MORE).version());
            appendOnAnotherNode(shop, till);
            assertThrows(WrongExpectedVersionException.class, till::update);
            assertEquals(5, till.update().version());
        }
    }

    @Test
    void what_the_application_appends_to_its_journal_is_known() {
        try (Deployment shop = Deployment.ofShop(CACHED, Till.class)) {
            Till till = shop.get(Till.class);
            till.open();
            till.journal.append(STREAM, ExpectedVersion.any(), MORE);
            assertEquals(4, till.update().version());
        }
    }

    private static void appendOnAnotherNode(Deployment shop, Till till) {
        EventTypes types = EventTypes.of(EventTypes.permittedBy(Shop.CartEvent.class));
        new TypedJournal(
                        shop.get(MemoryStorageProvider.class).storage(),
                        till.serializer,
                        () -> types,
                        till.transactions,
                        () -> {})
                .append(STREAM, ExpectedVersion.any(), MORE);
    }
}
