package io.annals.bench.compare.hibernate;

import io.annals.bench.compare.contender.Conflict;
import io.annals.bench.compare.contender.Conflicts;
import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Following;
import io.annals.bench.compare.contender.FollowingThread;
import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.contender.Readers;
import io.annals.bench.compare.contender.Signal;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.raw.Json;
import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.numbers.Kind;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Entities, Hibernate, JTA and Jackson. */
public final class BareHibernate implements Contender {

    private static final String MAPPING = "META-INF/compare-orm.xml";
    private static final String EVENTS =
            """
            CREATE TABLE IF NOT EXISTS hibernate_event (position bigint %1$s, stream varchar(100) %2$s NOT NULL,
                version bigint NOT NULL, type varchar(40) NOT NULL, payload %3$s NOT NULL,
                CONSTRAINT hibernate_event_key PRIMARY KEY (stream, version), CONSTRAINT hibernate_event_position UNIQUE (position))""";
    private static final String CHECKPOINTS =
            "CREATE TABLE IF NOT EXISTS hibernate_checkpoint (name varchar(100) PRIMARY KEY, position bigint NOT NULL)";
    private static final String OF_STREAM =
            "select e from Event e where e.stream = :stream order by e.version";
    private static final String AFTER =
            "select e from Event e where e.position > :position order by e.position";
    private static final int FETCH = 1_000;
    private static final Duration UNTIL_LOOK = Duration.ofMillis(250);
    private static final Duration UNTIL_POLL = Duration.ofMillis(5);

    private final Site site;
    private final TestDatabase database;
    private final Json json = new Json();
    private final List<Signal> followers = new CopyOnWriteArrayList<>();

    /** Makes the tables where they are missing. */
    public BareHibernate(Site site) {
        this.site = site;
        this.database =
                new TestDatabase(
                        site.login(),
                        site.pool(),
                        PersistenceProviders.HIBERNATE,
                        List.of(MAPPING));
        database.execute(events(site.kind()), CHECKPOINTS);
    }

    private static String events(Kind kind) {
        return switch (kind) {
            case POSTGRESQL ->
                    EVENTS.formatted("GENERATED ALWAYS AS IDENTITY", "COLLATE \"C\"", "bytea");
            case MARIADB ->
                    EVENTS.formatted(
                            "AUTO_INCREMENT", "CHARACTER SET ascii COLLATE ascii_bin", "blob");
            case H2 -> EVENTS.formatted("GENERATED ALWAYS AS IDENTITY", "", "varbinary(10000)");
        };
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "storage",
                "entities with the key (stream, version), persisted; the database's identity as position; hibernate.jdbc.batch_size 50",
                "json",
                "Jackson",
                "pool",
                "Agroal, %d connections, JTA by Narayana".formatted(site.pool()),
                "reads",
                "JPQL, entities; fetch size %d; checkpoint in the transaction of the batch"
                        .formatted(FETCH),
                "wake-up",
                site.processes() ? "polling every " + UNTIL_POLL : "in process, after commit");
    }

    @Override
    public void append(String stream, long version, List<? extends CartEvent> events) {
        transaction(() -> persist(stream, version, events));
        followers.forEach(Signal::give);
    }

    @Override
    public void add(String stream, ItemAdded item) {
        transaction(
                () -> {
                    List<EventEntity> events = events(stream);
                    return persist(stream, events.size(), fold(events).add(item));
                });
        followers.forEach(Signal::give);
    }

    @Override
    public Cart load(String stream) {
        return transaction(() -> fold(events(stream)));
    }

    private boolean persist(String stream, long version, List<? extends CartEvent> events) {
        long next = version;
        for (CartEvent event : events) {
            database.em.persist(
                    new EventEntity(stream, ++next, json.type(event), json.write(event)));
        }
        database.em.flush();
        return true;
    }

    private List<EventEntity> events(String stream) {
        return database.em
                .createQuery(OF_STREAM, EventEntity.class)
                .setParameter("stream", stream)
                .setHint("org.hibernate.fetchSize", FETCH)
                .getResultList();
    }

    private Cart fold(List<EventEntity> events) {
        Cart cart = null;
        for (EventEntity event : events) {
            cart = Cart.after(cart, json.read(event.type(), event.payload()));
        }
        if (cart == null) {
            throw new IllegalStateException("No such cart");
        }
        return cart;
    }

    @Override
    public Following follow(String name, int batch, Reader reader) {
        transaction(
                () -> {
                    database.em.persist(new CheckpointEntity(name));
                    return true;
                });
        Signal signal = new Signal();
        followers.add(signal);
        return new FollowingThread(
                () -> transaction(() -> read(name, batch, reader)),
                () -> signal.await(site.processes() ? UNTIL_POLL : UNTIL_LOOK),
                () -> {
                    followers.remove(signal);
                    signal.give();
                });
    }

    private boolean read(String name, int batch, Reader reader) {
        CheckpointEntity checkpoint = database.em.find(CheckpointEntity.class, name);
        List<EventEntity> events =
                database.em
                        .createQuery(AFTER, EventEntity.class)
                        .setParameter("position", checkpoint.position())
                        .setMaxResults(batch)
                        .getResultList();
        for (EventEntity event : events) {
            Readers.give(json.read(event.type(), event.payload()), reader);
            checkpoint.advance(event.position());
        }
        return !events.isEmpty();
    }

    private <T> T transaction(Supplier<T> work) {
        try {
            return database.transactions.inNew(work);
        } catch (RuntimeException e) {
            throw Conflicts.isOne(e) ? new Conflict(e) : e;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
