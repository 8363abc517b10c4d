package io.annals.es.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.Append;
import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.EventRevision;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.UnreadableEventException;
import io.annals.es.aggregate.AggregateCache;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.evolution.Upcaster;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.Evolution;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.es.projection.ProjectionDefinition;
import io.annals.es.snapshot.SnapshotLimits;
import io.annals.es.snapshot.SnapshotPolicy;
import io.annals.es.snapshot.Snapshotter;
import io.annals.es.spi.EventFormats;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.spi.Transactions;
import io.annals.es.test.InMemoryStorage;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import io.annals.testing.cart.Cart;
import io.annals.testing.cart.CartEvent.Opened;
import io.annals.testing.kinds.Kinds;
import io.annals.testing.shop.Folder;
import io.annals.testing.shop.ItemAdded;
import io.annals.testing.shop.ItemRemoved;
import io.annals.testing.store.ArticleAdded;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JSON and protobuf events in one stream. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MixedStreamTest {

    private static final StreamId STREAM = new StreamId("cart", "1");
    private static final AggregateDefinition<Cart> CART = AggregateDefinition.of(Cart.class);
    private static final ItemAdded TEA =
            ItemAdded.newBuilder().setSku("tea").setQuantity(2).build();

    private final EventSerializer serializer =
            EventFormats.of(new JsonbEventSerializer(), List.of(new ProtobufEventSerializer()));
    private final InMemoryStorage memory = new InMemoryStorage();
    private final TypedJournal journal = journal(memory, memory.transactions(), CART.events());

    enum Place {
        H2(H2File::create),
        MARIADB(MariaDbServer::create),
        POSTGRESQL(PostgresServer::create);

        private final Supplier<Login> login;

        Place(Supplier<Login> login) {
            this.login = login;
        }
    }

    @ParameterizedTest
    @EnumSource
    void are_appended_in_one_transaction_loaded_and_read(Place place) {
        try (TestDatabase database = new TestDatabase(place.login.get());
                JournalStorage storage = database.journal()) {
            assertMixed(storage, database.transactions);
        }
    }

    @Test
    void are_appended_loaded_and_read_in_memory() {
        assertMixed(memory, memory.transactions());
    }

    private void assertMixed(JournalStorage storage, Transactions transactions) {
        EventJournal events = journal(storage, transactions, CART.events());
        AggregateRepository<Cart> carts = new JournalRepository<>(CART, events);
        transactions.required(
                () -> {
                    carts.create("1", new Opened("Ada"), TEA);
                    return carts.update("1", cart -> cart.add("milk", 3));
                });
        carts.append(
                "1",
                ExpectedVersion.exactly(3),
                List.of(ItemRemoved.newBuilder().setSku("tea").build()));

        assertEquals(new Cart("Ada", Map.of("milk", 3)), carts.load("1").state());
        List<StoredEvent> stored = storage.readStream(STREAM, 0, 10).events();
        assertEquals(
                List.of("cart-opened", "item-added", "item-added", "shop.ItemRemoved"),
                stored.stream().map(StoredEvent::type).toList());
        assertEquals(List.of(1, 2, 2, 1), stored.stream().map(StoredEvent::revision).toList());
        assertEquals("{\"customer\":\"Ada\"}", new String(stored.get(0).payload(), UTF_8));
        assertEquals(
                "{\"sku\":\"tea\",\"quantity\":2}",
                serializer.text(stored.get(1).payload(), ItemAdded.class));
        assertEquals(TEA, events.read(STREAM).map(EventEnvelope::event).toList().get(1));
    }

    @Projection(name = "items")
    static final class Items {

        private final List<String> seen = new ArrayList<>();

        @EventHandler
        void on(Opened event) {
            seen.add("opened by " + event.customer());
        }

        @EventHandler
        void on(ItemAdded event, EventEnvelope<?> envelope) {
            seen.add(envelope.version() + " " + event.getSku());
        }
    }

    @Test
    void are_handled_by_a_projection() throws Exception {
        journal.append(STREAM, ExpectedVersion.noStream(), List.of(new Opened("Ada"), TEA));
        ProjectionDefinition definition = ProjectionDefinition.of(Items.class);
        assertEquals(
                Set.of("shop.ItemRemoved"),
                definition.filter(EventTypes.of(CART.events()).names()).excludedTypes());
        Items items = new Items();
        for (EventEnvelope<Object> event : journal.read(STREAM).toList()) {
            definition.handle(items, event, false);
        }
        assertEquals(List.of("opened by Ada", "2 tea"), items.seen);
    }

    @Test
    void make_the_state_that_is_kept_for_the_next_update() {
        AggregateCache cache = new AggregateCache(10, memory.transactions(), serializer);
        AggregateRepository<Cart> carts =
                cache.repository(CART, new JournalRepository<>(CART, journal));
        carts.create("1", new Opened("Ada"));
        carts.update("1", cart -> cart.add("tea", 1));
        carts.update("1", cart -> cart.add("tea", cart.items().get("tea")));
        assertEquals(Map.of("tea", 2), carts.load("1").state().items());
    }

    @Test
    void make_a_state_that_is_kept_as_a_snapshot() {
        SnapshotPolicy everyOther =
                new SnapshotPolicy(OptionalInt.of(2), Optional.empty(), Set.of());
        try (Snapshotter snapshotter =
                new Snapshotter(
                        memory::snapshots,
                        () -> journal,
                        new JsonbEventSerializer(),
                        memory.transactions(),
                        cart -> everyOther,
                        SnapshotLimits.defaults())) {
            snapshotter.start(Thread::new);
            AggregateRepository<Cart> carts =
                    new JournalRepository<>(CART, journal, snapshotter.of(CART));
            carts.create("1", new Opened("Ada"), TEA);
            while (snapshotter.counts().taken() < 1) {
                LockSupport.parkNanos(1_000_000);
            }
            carts.update("1", cart -> cart.add("tea", cart.items().get("tea")));
            assertEquals(Map.of("tea", 4), carts.load("1").state().items());
            assertTrue(snapshotter.counts().used() > 0);
        }
    }

    @Test
    void the_logical_name_finds_a_message_whose_name_package_and_class_have_changed() {
        EventJournal then = journal(memory, memory.transactions(), Set.of(ArticleAdded.class));
        then.append(
                STREAM,
                ExpectedVersion.noStream(),
                List.of(
                        ArticleAdded.newBuilder()
                                .setSku("tea")
                                .setQuantity(2)
                                .setCoupon("SPRING")
                                .build()));
        ItemAdded read = (ItemAdded) journal.read(STREAM).findFirst().orElseThrow().event();
        assertEquals("tea", read.getSku());
        assertEquals(2, read.getQuantity());
    }

    @Test
    void an_upcaster_of_messages_is_refused() {
        Evolution evolution =
                Evolution.of(
                        List.of(
                                Upcaster.<JsonObject>rename(
                                        new EventRevision("article-put-in", 1),
                                        new EventRevision("item-added", 1),
                                        UnaryOperator.identity())),
                        serializer);
        EventTypes types = EventTypes.of(CART.events());
        DefinitionException refused =
                assertThrows(
                        DefinitionException.class,
                        () -> evolution.requireReadable(Set.of(), types));
        assertTrue(
                refused.getMessage().contains("'item-added' revision 1 is read or made"),
                refused.getMessage());
    }

    @Test
    void a_repeated_append_is_known_by_its_bytes_whatever_the_order_of_a_map() {
        List<UUID> ids = List.of(UUID.randomUUID());
        ItemAdded.Builder added = ItemAdded.newBuilder().putLabels("a", "1").putLabels("b", "2");
        ItemAdded.Builder again = ItemAdded.newBuilder().putLabels("b", "2").putLabels("a", "1");
        assertEquals(appended(ids, added.build()), appended(ids, again.build()));
    }

    private Object appended(List<UUID> ids, ItemAdded event) {
        return journal.append(
                List.of(
                        new Append(
                                STREAM,
                                ExpectedVersion.any(),
                                List.of(event),
                                Metadata.empty(),
                                ids)));
    }

    @Test
    void a_malformed_payload_is_told_with_type_stream_and_version_and_nothing_of_it() {
        byte[] json = "{\"sku\":\"the password\"}".getBytes(UTF_8);
        memory.transactions()
                .required(
                        () ->
                                memory.append(
                                        List.of(
                                                new StreamAppend(
                                                        STREAM,
                                                        ExpectedVersion.noStream(),
                                                        List.of(
                                                                new NewEvent(
                                                                        UUID.randomUUID(),
                                                                        "item-added",
                                                                        2,
                                                                        json)),
                                                        Metadata.empty()))));
        UnreadableEventException refused =
                assertThrows(UnreadableEventException.class, () -> journal.read(STREAM).toList());
        assertEquals(STREAM, refused.stream());
        assertEquals(1, refused.version());
        assertEquals("item-added", refused.type());
        ProtobufEventSerializerTest.assertSilent(refused);
    }

    @Test
    void a_message_that_no_aggregate_names_is_not_appended() {
        UnknownEventTypeException refused =
                assertThrows(
                        UnknownEventTypeException.class,
                        () ->
                                journal.append(
                                        STREAM,
                                        ExpectedVersion.any(),
                                        List.of(Kinds.getDefaultInstance())));
        assertTrue(refused.getMessage().contains(Kinds.class.getName()));
    }

    @Test
    void nothing_is_stored_where_one_of_the_events_cannot_be_written() {
        assertThrows(
                EventSourcingException.class,
                () ->
                        journal(
                                        memory,
                                        memory.transactions(),
                                        Set.of(ItemAdded.class, Folder.class))
                                .append(STREAM, ExpectedVersion.any(), List.of(TEA, deep())));
        assertFalse(journal.read(STREAM).findFirst().isPresent());
    }

    private static Folder deep() {
        Folder folder = Folder.getDefaultInstance();
        for (int i = 0; i < 102; i++) {
            folder = Folder.newBuilder().addFolders(folder).build();
        }
        return folder;
    }

    private TypedJournal journal(
            JournalStorage storage, Transactions transactions, Set<Class<?>> events) {
        EventTypes types = EventTypes.of(events);
        return new TypedJournal(storage, serializer, () -> types, transactions, () -> {});
    }
}
