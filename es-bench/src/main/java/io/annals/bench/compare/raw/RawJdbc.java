package io.annals.bench.compare.raw;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Following;
import io.annals.bench.compare.contender.FollowingThread;
import io.annals.bench.compare.contender.Growable;
import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.contender.Readers;
import io.annals.bench.compare.contender.Signal;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.Goods;
import io.annals.bench.numbers.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A table, JDBC and Jackson. */
public final class RawJdbc implements Contender, Growable {

    private static final String INSERT =
            "INSERT INTO raw_event (stream, version, type, payload) VALUES (?, ?, ?, ?)";
    private static final String SELECT =
            "SELECT version, type, payload FROM raw_event WHERE stream = ? ORDER BY version";
    private static final String AFTER =
            "SELECT position, type, payload FROM raw_event WHERE position > ? ORDER BY position LIMIT ?";
    private static final String CHECKPOINT =
            "INSERT INTO raw_checkpoint (name, position) VALUES (?, 0)";
    private static final String ADVANCE = "UPDATE raw_checkpoint SET position = ? WHERE name = ?";
    private static final String FILL =
            """
            INSERT INTO raw_event (stream, version, type, payload)
            SELECT f.prefix || g / 10, g % 10 + 1, CASE WHEN g % 10 = 0 THEN 'cart-opened' ELSE 'item-added' END,
                CASE WHEN g % 10 = 0 THEN f.opened ELSE f.added END
            FROM (SELECT CAST(? AS text) prefix, CAST(? AS bytea) opened, CAST(? AS bytea) added) f,
                generate_series(CAST(? AS bigint), CAST(? AS bigint)) g""";
    private static final String NOTIFY = "NOTIFY raw_event";
    private static final int FETCH = 1_000;
    private static final Duration UNTIL_LOOK = Duration.ofMillis(250);
    private static final Duration UNTIL_POLL = Duration.ofMillis(5);

    private final Site site;
    private final Pool pool;
    private final Json json = new Json();
    private final List<Signal> followers = new CopyOnWriteArrayList<>();

    /** Makes the tables where they are missing. */
    public RawJdbc(Site site) {
        this.site = site;
        this.pool = new Pool(site);
        pool.transaction(
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        for (String create : new Tables(site.kind()).create()) {
                            statement.execute(create);
                        }
                    }
                    return true;
                });
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "storage",
                "one table, key (stream, version), identity position with a unique index",
                "json",
                "Jackson",
                "pool",
                "Agroal, %d connections".formatted(site.pool()),
                "writes",
                "prepared, one JDBC batch per append",
                "reads",
                "fetch size %d; replay by key set, checkpoint in the transaction of the batch"
                        .formatted(FETCH),
                "wake-up",
                notifies()
                        ? "LISTEN/NOTIFY in the append's transaction"
                        : site.processes()
                                ? "polling every " + UNTIL_POLL
                                : "in process, after commit");
    }

    @Override
    public void append(String stream, long version, List<? extends CartEvent> events) {
        pool.transaction(connection -> insert(connection, stream, version, events));
        followers.forEach(Signal::give);
    }

    @Override
    public void add(String stream, ItemAdded item) {
        pool.transaction(
                connection -> {
                    Loaded loaded = load(connection, stream);
                    return insert(connection, stream, loaded.version, loaded.cart.add(item));
                });
        followers.forEach(Signal::give);
    }

    @Override
    public Cart load(String stream) {
        return pool.transaction(connection -> load(connection, stream)).cart;
    }

    @Override
    public Following follow(String name, int batch, Reader reader) {
        pool.transaction(
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(CHECKPOINT)) {
                        statement.setString(1, name);
                        return statement.executeUpdate();
                    }
                });
        Progress progress = new Progress(name, batch, reader);
        if (notifies()) {
            Listening listening = new Listening(site.login(), "raw_event", UNTIL_LOOK);
            Following thread =
                    new FollowingThread(
                            () -> pool.transaction(progress::batch), listening::await, () -> {});
            return () -> {
                thread.close();
                listening.close();
            };
        }
        Signal signal = new Signal();
        followers.add(signal);
        return new FollowingThread(
                () -> pool.transaction(progress::batch),
                () -> signal.await(site.processes() ? UNTIL_POLL : UNTIL_LOOK),
                () -> {
                    followers.remove(signal);
                    signal.give();
                });
    }

    @Override
    public void grow(long events) {
        try (Connection connection = pool.source().getConnection()) {
            connection.setAutoCommit(true);
            Growable.onPostgreSql(
                    connection,
                    "raw_event",
                    FILL,
                    json.write(Goods.opened("grown")),
                    json.write(Goods.item()),
                    events);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean notifies() {
        return site.processes() && site.kind() == Kind.POSTGRESQL;
    }

    private boolean insert(
            Connection connection, String stream, long version, List<? extends CartEvent> events)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            long next = version;
            for (CartEvent event : events) {
                insert.setString(1, stream);
                insert.setLong(2, ++next);
                insert.setString(3, json.type(event));
                insert.setBytes(4, json.write(event));
                if (events.size() > 1) {
                    insert.addBatch();
                }
            }
            if (events.size() > 1) {
                insert.executeBatch();
            } else {
                insert.executeUpdate();
            }
        }
        if (notifies()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(NOTIFY);
            }
        }
        return true;
    }

    private Loaded load(Connection connection, String stream) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setFetchSize(FETCH);
            select.setString(1, stream);
            Cart cart = null;
            long version = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    version = rows.getLong(1);
                    cart = Cart.after(cart, json.read(rows.getString(2), rows.getBytes(3)));
                }
            }
            return new Loaded(version, required(cart, stream));
        }
    }

    private static Cart required(@Nullable Cart cart, String stream) {
        if (cart == null) {
            throw new IllegalStateException("No such cart: " + stream);
        }
        return cart;
    }

    @Override
    public void close() {
        pool.close();
    }

    private record Loaded(long version, Cart cart) {}

    /** How far a reader has come; used by one thread. */
    private final class Progress {
        private final String name;
        private final int batch;
        private final Reader reader;
        private long position;

        Progress(String name, int batch, Reader reader) {
            this.name = name;
            this.batch = batch;
            this.reader = reader;
        }

        boolean batch(Connection connection) throws SQLException {
            long before = position;
            try (PreparedStatement select = connection.prepareStatement(AFTER)) {
                select.setLong(1, position);
                select.setInt(2, batch);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        position = rows.getLong(1);
                        Readers.give(json.read(rows.getString(2), rows.getBytes(3)), reader);
                    }
                }
            }
            if (position == before) {
                return false;
            }
            try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
                advance.setLong(1, position);
                advance.setString(2, name);
                advance.executeUpdate();
            }
            return true;
        }
    }
}
