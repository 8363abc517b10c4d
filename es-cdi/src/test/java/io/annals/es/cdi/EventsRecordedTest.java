package io.annals.es.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventJournal;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CartEvent;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.consumer.ConsumerBehindException;
import io.annals.es.consumer.Consumers;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.es.spi.Transactions;
import io.annals.testing.container.EventsRecorded;
import io.annals.testing.container.Recording;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a test in a container sees of what it has brought about. */
@Timeout(60)
class EventsRecordedTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
    }

    @ApplicationScoped
    @Projection(name = "sales")
    static class Sales {
        // What was rolled back is handled again, and memory does not forget it: so each counts
        // once.
        private final Set<CheckedOut> sales = ConcurrentHashMap.newKeySet();

        @EventHandler
        void on(CheckedOut event) {
            sales.add(event);
        }

        long cents() {
            return sales.stream().mapToLong(CheckedOut::cents).sum();
        }
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface OfBranch {}

    /** An application's own way to the journal, which it ends itself. */
    @ApplicationScoped
    static class Branch {
        private final AtomicReference<EventJournal> made = new AtomicReference<>();
        private final AtomicReference<EventJournal> disposed = new AtomicReference<>();
        @Inject @OfBranch Instance<EventJournal> journals;

        @Produces
        @ApplicationScoped
        @OfBranch
        EventJournal open(EventJournal journal) {
            made.set(journal);
            return journal;
        }

        void end(@Disposes @OfBranch EventJournal journal) {
            disposed.set(journal);
        }

        void useAndDestroy() {
            EventJournal journal = journals.get();
            assertFalse(journal.eventTypes().isEmpty());
            journals.destroy(journal);
        }

        EventJournal made() {
            return made.get();
        }

        EventJournal disposed() {
            return disposed.get();
        }
    }

    private final Deployment shop =
            Deployment.ofShop(
                    Map.of(),
                    Till.class,
                    Sales.class,
                    Branch.class,
                    EventsRecorded.class,
                    Recording.class);
    private final AggregateRepository<Cart> carts = shop.get(Till.class).carts;
    private final Transactions transactions = shop.get(Transactions.class);

    @AfterEach
    void undeploy() {
        shop.close();
    }

    @Test
    void records_what_was_committed_since_the_test_began_in_order() {
        carts.create("before", new Opened("Ada"));
        EventsRecorded recorded = shop.get(EventsRecorded.class);
        assertEquals(List.of(), recorded.all());

        carts.create("1", new Opened("Eve"));
        assertThrows(
                IllegalStateException.class,
                () ->
                        transactions.inNew(
                                () -> {
                                    carts.create("2", new Opened("nobody"));
                                    throw new IllegalStateException("rolled back");
                                }));
        transactions.inNew(
                () -> {
                    carts.create("3", new Opened("Bob"), new CheckedOut(3));
                    assertEquals(1, recorded.all().size(), "nothing uncommitted");
                    return carts.update("1", cart -> List.of(new CheckedOut(1)));
                });

        assertEquals(
                List.of(new Opened("Eve"), new Opened("Bob"), new CheckedOut(3), new CheckedOut(1)),
                recorded.of(CartEvent.class));
        assertEquals(List.of(new CheckedOut(3), new CheckedOut(1)), recorded.of(CheckedOut.class));
        assertEquals(
                List.of(new Opened("Eve"), new CheckedOut(1)),
                recorded.in(new StreamId("cart", "1")));
        assertEquals(List.of(), shop.get(EventsRecorded.class).all());
    }

    @Test
    void waits_until_a_consumer_has_handled_all_of_it() {
        Consumers consumers = shop.get(Consumers.class);
        EventsRecorded recorded = shop.get(EventsRecorded.class);
        consumers.pause("sales");
        carts.create("1", new Opened("Eve"), new CheckedOut(3));
        carts.create("2", new Opened("Bob"), new CheckedOut(4));
        assertThrows(
                ConsumerBehindException.class,
                () -> recorded.awaitCaughtUp("sales", Duration.ofMillis(1)));

        consumers.resume("sales");
        recorded.awaitCaughtUp("sales", Duration.ofMinutes(1));

        assertEquals(7, shop.get(Sales.class).cents());
    }

    @Test
    void a_journal_that_the_application_made_comes_back_to_its_disposer() {
        Branch branch = shop.get(Branch.class);
        branch.useAndDestroy();
        assertSame(branch.made(), branch.disposed());
    }
}
