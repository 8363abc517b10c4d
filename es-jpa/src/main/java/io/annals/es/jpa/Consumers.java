package io.annals.es.jpa;

import io.annals.es.ContentionException;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Transactions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What nodes must agree on about consumers, in {@code es_consumer}. */
final class Consumers implements ConsumerStore {

    private static final String COLUMNS =
            "SELECT name, revision, segments, wanted_segments, paused, live_after, live_until, filter FROM es_consumer";
    private static final String ALL = COLUMNS + " ORDER BY name";
    private static final String ONE = COLUMNS + " WHERE name = ?1";
    private static final String INSERT =
            """
            INSERT INTO es_consumer (name, revision, segments, wanted_segments, paused, live_after, live_until, filter)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)""";
    private static final String UPDATE =
            """
            UPDATE es_consumer SET revision = revision + 1, segments = ?3, wanted_segments = ?4, paused = ?5,
                live_after = ?6, live_until = ?7, filter = ?8
            WHERE name = ?1 AND revision = ?2""";
    private static final String DELETE = "DELETE FROM es_consumer WHERE name = ?1";

    private final Sql sql;
    private final Database database;
    private final Transactions transactions;

    Consumers(Sql sql, Database database, Transactions transactions) {
        this.sql = sql;
        this.database = database;
        this.transactions = transactions;
    }

    @Override
    public List<StoredConsumer> all() {
        return run("read the consumers", () -> sql.rows(ALL)).stream()
                .map(row -> consumer((Object[]) row))
                .toList();
    }

    @Override
    public Optional<StoredConsumer> find(String name) {
        return run("read consumer " + name, () -> sql.rows(ONE, name)).stream()
                .map(row -> consumer((Object[]) row))
                .findFirst();
    }

    @Override
    public void create(StoredConsumer consumer) {
        run("store consumer " + consumer.name(), () -> sql.update(INSERT, columns(consumer)));
    }

    @Override
    public void change(StoredConsumer changed) {
        run(
                "change consumer " + changed.name(),
                () -> {
                    if (sql.update(UPDATE, columns(changed)) != 1) {
                        throw new ContentionException(
                                "Could not change consumer %s: somebody else has, since revision %d. Read it again"
                                        .formatted(changed.name(), changed.revision()),
                                null);
                    }
                    return true;
                });
    }

    @Override
    public boolean share(String name) {
        return locked("share consumer " + name, database.shareConsumer(), name);
    }

    @Override
    public boolean lock(String name) {
        return locked("lock consumer " + name, database.lockConsumer(), name);
    }

    private boolean locked(String what, String statement, String name) {
        return run(what, () -> sql.rows(statement, name)).stream()
                .anyMatch(row -> Sql.number(row) > 0);
    }

    @Override
    public void remove(String name) {
        run("remove consumer " + name, () -> sql.update(DELETE, name));
    }

    private <T> T run(String what, Supplier<T> statements) {
        try {
            return transactions.required(statements);
        } catch (RuntimeException e) {
            throw Failures.translate(what, e);
        }
    }

    private static Object[] columns(StoredConsumer consumer) {
        return new Object[] {
            consumer.name(),
            consumer.revision(),
            consumer.segments(),
            consumer.wantedSegments(),
            consumer.paused() ? 1 : 0,
            consumer.liveAfter(),
            consumer.liveUntil(),
            consumer.filter()
        };
    }

    private static StoredConsumer consumer(@Nullable Object[] row) {
        return new StoredConsumer(
                String.valueOf(row[0]),
                Sql.number(row[1]),
                Math.toIntExact(Sql.number(row[2])),
                Math.toIntExact(Sql.number(row[3])),
                Sql.number(row[4]) != 0,
                Sql.number(row[5]),
                Sql.number(row[6]),
                String.valueOf(row[7]));
    }
}
