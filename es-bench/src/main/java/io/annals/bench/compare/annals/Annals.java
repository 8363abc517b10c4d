package io.annals.bench.compare.annals;

import io.annals.bench.compare.contender.Conflict;
import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Following;
import io.annals.bench.compare.contender.Growable;
import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.Goods;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.ExpectedVersion;
import io.annals.es.RetryableException;
import io.annals.es.aggregate.AggregateCache;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.Polling;
import io.annals.es.jackson.JacksonEventSerializer;
import io.annals.es.journal.ContextualJournal;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.projection.ProjectionDefinition;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Tracing;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A repository of carts over the journal; one consumer follows all the time, as in an application
 * with a view: the one of the workload, or else one that counts.
 */
public final class Annals implements Contender, Growable {

    /** With ids that ascend, as those that the journal makes. */
    private static final String FILL =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
            SELECT 'cart', f.prefix || g / 10, g % 10 + 1,
                CAST(lpad(to_hex(f.millis + g / 100), 12, '0') || '70008' || substr(md5(f.prefix || g), 1, 15) AS uuid),
                CASE WHEN g % 10 = 0 THEN 'cart-opened' ELSE 'item-added' END, 1,
                CASE WHEN g % 10 = 0 THEN f.opened ELSE f.added END
            FROM (SELECT CAST(? AS text) prefix, CAST(? AS bytea) opened, CAST(? AS bytea) added,
                    CAST(extract(epoch from clock_timestamp()) * 1000 AS bigint) millis) f,
                generate_series(CAST(? AS bigint), CAST(? AS bigint)) g""";

    private static final Polling AS_CONFIGURED_BY_DEFAULT =
            new Polling(Duration.ofMillis(5), Duration.ofMillis(250));
    private static final int CACHED_AGGREGATES = 10_000;
    private static final int BATCH_OF_PROJECTIONS = 1_000;
    private static final long LOOK_NANOS = 2_000_000;

    private final Site site;
    private final EventSerializer serializer;
    private final String json;
    private final int cachedAggregates;
    private final TestDatabase database;
    private final JournalStorage storage;
    private final TypedJournal journal;
    private final AggregateRepository<Cart> carts;
    private final ConsumerEngine engine;
    private final AtomicLong seen = new AtomicLong();
    private final @Nullable String live;
    private volatile @Nullable String follower;

    /** Makes the journal's tables where they are missing. */
    private Annals(
            Site site,
            EventSerializer serializer,
            String json,
            int cachedAggregates,
            boolean followed,
            Tracing tracing) {
        this.site = site;
        this.live = followed ? "live-" + UUID.randomUUID() : null;
        this.follower = live;
        this.serializer = serializer;
        this.json = json;
        this.cachedAggregates = cachedAggregates;
        this.database =
                new TestDatabase(
                        site.login(), site.pool(), PersistenceProviders.HIBERNATE, List.of());
        this.storage = database.journal();
        AtomicReference<@Nullable Runnable> wake = new AtomicReference<>();
        EventTypes types = EventTypes.of(EventTypes.permittedBy(CartEvent.class));
        AggregateCache cache =
                new AggregateCache(cachedAggregates, database.transactions, serializer);
        this.journal =
                new TypedJournal(
                                storage,
                                serializer,
                                () -> types,
                                database.transactions,
                                () -> Optional.ofNullable(wake.get()).ifPresent(Runnable::run))
                        .beforeAppends(cache::forget);
        AggregateDefinition<Cart> cart = AggregateDefinition.of(Cart.class);
        this.carts =
                cache.repository(
                        cart,
                        new JournalRepository<>(
                                        cart, new ContextualJournal(journal, List.of(), tracing))
                                .with(tracing));
        this.engine =
                new ConsumerEngine(
                        storage,
                        journal,
                        database.transactions,
                        Thread::new,
                        AS_CONFIGURED_BY_DEFAULT,
                        tracing);
        wake.set(engine::wake);
        engine.open();
        if (live != null) {
            engine.start(
                    new Consumer(
                                    live,
                                    EventFilter.all(),
                                    Delivery.EXACTLY_ONCE,
                                    event -> seen.incrementAndGet())
                            .withBatch(BATCH_OF_PROJECTIONS));
            awaitStored(live);
        }
    }

    /** It cannot be paused before. */
    private void awaitStored(String consumer) {
        while (engine.consumers().list().stream()
                .noneMatch(state -> state.name().equals(consumer))) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** As it is without any settings. */
    public static Annals asItComes(Site site) {
        return new Annals(
                site, new JsonbEventSerializer(), "JSON-B (Yasson)", 0, true, Tracing.NONE);
    }

    /** As it comes, where nobody follows but in workloads that read: as the peers are. */
    public static Annals unread(Site site) {
        return new Annals(
                site, new JsonbEventSerializer(), "JSON-B (Yasson)", 0, false, Tracing.NONE);
    }

    /** With the other serialiser, and hot aggregates in memory. */
    public static Annals tuned(Site site) {
        return new Annals(
                site,
                new JacksonEventSerializer(),
                "Jackson (es-jackson)",
                CACHED_AGGREGATES,
                true,
                Tracing.NONE);
    }

    /** As it comes, with spans, one of a hundred of which is sampled. */
    public static Annals traced(Site site) {
        return new Annals(
                site, new JsonbEventSerializer(), "JSON-B (Yasson)", 0, true, Sampled.tracing());
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "storage",
                "JPA (Hibernate) in JTA transactions (Narayana), schema as shipped",
                "json",
                json,
                "pool",
                "Agroal, %d connections".formatted(site.pool()),
                "commands",
                "AggregateRepository, es.journal.cached-aggregates %d".formatted(cachedAggregates),
                "consumers",
                "a projection with typed methods, exactly once; "
                        + (live == null
                                ? "else nobody follows"
                                : "else one consumer that follows all the time, batch "
                                        + BATCH_OF_PROJECTIONS),
                "wake-up",
                "after commit; polling every 5 to 250 ms besides");
    }

    @Override
    public void append(String stream, long version, List<? extends CartEvent> events) {
        conflicting(() -> carts.append(stream, ExpectedVersion.exactly(version), events));
    }

    @Override
    public void add(String stream, ItemAdded item) {
        conflicting(
                () ->
                        database.transactions.inNew(
                                () -> carts.update(stream, cart -> cart.add(item))));
    }

    @Override
    public Cart load(String stream) {
        return database.transactions.inNew(() -> carts.load(stream)).state();
    }

    @Override
    public Following follow(String name, int batch, Reader reader) {
        ProjectionDefinition definition = ProjectionDefinition.of(View.class);
        View view = new View(reader);
        if (live != null) {
            engine.consumers().pause(live);
        }
        follower = name;
        engine.start(
                new Consumer(
                                name,
                                definition.filter(journal.eventTypes()),
                                Delivery.EXACTLY_ONCE,
                                event -> handle(definition, view, event))
                        .withBatch(batch));
        return () -> {
            engine.consumers().pause(name);
            follower = live;
            if (live != null) {
                engine.consumers().resume(live);
            }
        };
    }

    private static void handle(ProjectionDefinition definition, View view, EventEnvelope<?> event)
            throws Exception {
        definition.handle(view, event, false);
    }

    /** Until the consumer that follows has done so. */
    @Override
    public void rest() {
        String name = follower;
        long head = storage.settledUpTo().position();
        while (name != null
                && database.transactions.inNew(() -> storage.checkpoints().load(name)) < head) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void grow(long events) {
        try (Connection connection = database.connect()) {
            Growable.onPostgreSql(
                    connection,
                    "es_event",
                    FILL,
                    serializer.serialize(Goods.opened("grown")),
                    serializer.serialize(Goods.item()),
                    events);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T conflicting(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw e instanceof RetryableException ? new Conflict(e) : e;
        }
    }

    @Override
    public void close() {
        engine.close();
        database.close();
    }
}
