package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventRevision;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Apply;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.OwnSerializer;
import io.annals.es.cdi.discovery.Shop;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.evolution.Part;
import io.annals.es.evolution.Upcaster;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StorageProvider;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.StreamAppend;
import io.annals.es.spi.Transactions;
import io.annals.es.test.InMemoryStorage;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Upcasters among the beans of an application whose journal holds events of former releases. */
class UpcastersTest {

    private static final StreamId STREAM = new StreamId("cart", "1");

    /** What the journal holds when the application starts. */
    private static final List<NewEvent> STORED = new ArrayList<>();

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
    }

    /** By a producer method. */
    @Dependent
    static class Renamed {
        @Produces
        Upcaster<JsonObject> started() {
            return Upcaster.rename(
                    new EventRevision("cart-started", 1),
                    new EventRevision("cart-opened", 1),
                    json -> Json.createObjectBuilder().add("customer", json.get("by")).build());
        }
    }

    /** As a bean of its own. */
    @ApplicationScoped
    static class Looked implements Upcaster<JsonObject> {
        @Override
        public EventRevision from() {
            return new EventRevision("cart-looked-at", 1);
        }

        @Override
        public Set<EventRevision> to() {
            return Set.of();
        }

        @Override
        public Optional<String> dropReason() {
            return Optional.of("nobody needs it");
        }

        @Override
        public List<Part<JsonObject>> upcast(JsonObject payload) {
            return List.of();
        }
    }

    @Dependent
    static class Circle {
        @Produces
        Upcaster<JsonObject> there() {
            return back("a", "b");
        }

        @Produces
        Upcaster<JsonObject> back() {
            return back("b", "a");
        }

        private static Upcaster<JsonObject> back(String from, String to) {
            return Upcaster.rename(
                    new EventRevision(from, 1), new EventRevision(to, 1), json -> json);
        }
    }

    @ApplicationScoped
    static class OldJournal implements StorageProvider {
        private final InMemoryStorage storage = new InMemoryStorage();

        @Override
        public JournalStorage open(Transactions transactions, StorageSettings settings) {
            if (!STORED.isEmpty()) {
                transactions.inNew(
                        () ->
                                storage.append(
                                        List.of(
                                                new StreamAppend(
                                                        STREAM,
                                                        ExpectedVersion.any(),
                                                        STORED,
                                                        Metadata.empty()))));
            }
            return storage;
        }

        Transactions transactions() {
            return storage.transactions();
        }

        @Override
        public boolean isContention(Throwable thrown) {
            return false;
        }
    }

    @Alternative
    @Priority(1)
    @Dependent
    static class InMemory {
        @Produces
        Transactions transactions(OldJournal journal) {
            return journal.transactions();
        }
    }

    @BeforeEach
    void empty() {
        STORED.clear();
    }

    @Test
    void are_found_whether_a_producer_or_a_class_makes_them() {
        stored("cart-started", 1, "{\"by\":\"ann\"}");
        stored("cart-looked-at", 1, "{}");
        try (Deployment shop = deploy(Renamed.class, Looked.class)) {
            AggregateRepository<Cart> carts = shop.get(Till.class).carts;
            assertEquals(new Cart("ann", false), carts.load("1").state());
            assertEquals(2, carts.load("1").version());
        }
    }

    @Test
    void a_circle_fails_the_start_whatever_is_stored() {
        assertFails("'a' revision 1 -> 'b' revision 1 -> 'a' revision 1", Circle.class);
    }

    @Test
    void a_gap_fails_the_start_if_the_journal_holds_such_events() {
        deploy(OldCarts.class, OldTill.class).close();
        stored("old-cart-opened", 1, "{}");
        assertFails(
                "'old-cart-opened' revision 1: " + OldCarts.Opened.class.getName(),
                OldCarts.class,
                OldTill.class);
    }

    @Test
    void an_upcaster_to_an_unknown_type_fails_the_start_if_the_journal_holds_such_events() {
        deploy(Astray.class).close();
        stored("cart-lost", 1, "{}");
        assertFails(
                "'cart-lost' revision 1: an upcaster leads to 'cart-found' revision 1, but no event class",
                Astray.class);
    }

    @Test
    void what_a_newer_release_has_written_fails_no_start() {
        stored("cart-opened", 2, "{}");
        stored("cart-shared", 1, "{}");
        deploy().close();
    }

    @Test
    void a_serialiser_that_knows_no_trees_fails_the_start() {
        assertFails(OwnSerializer.class.getName(), Renamed.class, OwnSerializer.class);
    }

    @Dependent
    static class Astray {
        @Produces
        Upcaster<JsonObject> lost() {
            return Upcaster.rename(
                    new EventRevision("cart-lost", 1),
                    new EventRevision("cart-found", 1),
                    json -> json);
        }
    }

    /** A class that has changed without an upcaster. */
    public static final class OldCarts {

        private OldCarts() {}

        public sealed interface Event {}

        @EventType(value = "old-cart-opened", revision = 2)
        public record Opened() implements Event {}

        @Aggregate(value = "old-cart", events = Event.class)
        public record OldCart() {
            @Apply
            static OldCart on(Opened event) {
                return new OldCart();
            }
        }
    }

    @Dependent
    static class OldTill {
        @Inject AggregateRepository<OldCarts.OldCart> carts;
    }

    private static void stored(String type, int revision, String json) {
        STORED.add(
                new NewEvent(
                        UUID.randomUUID(), type, revision, json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Deployment deploy(Class<?>... classes) {
        return Deployment.of(
                Stream.concat(
                                Stream.of(Shop.class, OldJournal.class, InMemory.class, Till.class),
                                Stream.of(classes))
                        .toArray(Class<?>[]::new));
    }

    private static void assertFails(String expected, Class<?>... classes) {
        Throwable failure = assertThrows(RuntimeException.class, () -> deploy(classes).close());
        String messages =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .map(Throwable::toString)
                        .collect(Collectors.joining("\n"));
        assertTrue(messages.contains(expected), messages);
    }
}
