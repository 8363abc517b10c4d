package io.annals.es.jpa;

import io.annals.es.StreamId;
import io.annals.es.spi.SnapshotStore;
import io.annals.es.spi.StoredSnapshot;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Snapshots in {@code es_snapshot}. */
final class SnapshotRows implements SnapshotStore {

    private static final String LATEST =
            """
            SELECT version, type, checksum, payload FROM es_snapshot
            WHERE category = ?1 AND stream_id = ?2 AND fingerprint = ?3
            ORDER BY version DESC LIMIT 1""";
    private static final String INSERT =
            """
            INSERT INTO es_snapshot (category, stream_id, fingerprint, version, type, checksum, payload, time)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, %s)""";

    /** The last ones come first. */
    private static final String OF_STREAM =
            """
            SELECT fingerprint, version FROM es_snapshot WHERE category = ?1 AND stream_id = ?2
            ORDER BY time DESC, version DESC""";

    private static final String DELETE =
            """
            DELETE FROM es_snapshot
            WHERE category = ?1 AND stream_id = ?2 AND fingerprint = ?3 AND version = ?4""";
    private static final String REMOVE =
            "DELETE FROM es_snapshot WHERE category = ?1 AND stream_id = ?2";

    private static final String KEPT =
            """
            SELECT fingerprint, version, type, octet_length(payload) FROM es_snapshot
            WHERE category = ?1 AND stream_id = ?2""";

    private final Sql sql;
    private final Transactions transactions;
    private final String insert;

    SnapshotRows(Sql sql, Database database, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
        this.insert = INSERT.formatted(database.clock(Duration.ZERO));
    }

    @Override
    public Optional<StoredSnapshot> latest(StreamId stream, String fingerprint) {
        return joining(
                "read the snapshot of " + stream,
                () ->
                        sql.rows(LATEST, stream.category(), stream.id(), fingerprint).stream()
                                .findFirst()
                                .map(row -> snapshot(stream, fingerprint, (Object[]) row)));
    }

    private static StoredSnapshot snapshot(
            StreamId stream, String fingerprint, @Nullable Object[] row) {
        return new StoredSnapshot(
                stream,
                fingerprint,
                Sql.number(row[0]),
                String.valueOf(row[1]),
                Sql.number(row[2]),
                (byte[]) row[3]);
    }

    @Override
    public void save(StoredSnapshot snapshot, int keep) {
        StreamId stream = snapshot.stream();
        joining(
                "store " + snapshot,
                () -> {
                    sql.update(
                            DELETE,
                            stream.category(),
                            stream.id(),
                            snapshot.fingerprint(),
                            snapshot.version());
                    sql.update(
                            insert,
                            stream.category(),
                            stream.id(),
                            snapshot.fingerprint(),
                            snapshot.version(),
                            snapshot.type(),
                            snapshot.checksum(),
                            snapshot.payload());
                    removeBeyond(keep, stream);
                    return snapshot;
                });
    }

    private void removeBeyond(int keep, StreamId stream) {
        List<?> all = sql.rows(OF_STREAM, stream.category(), stream.id());
        all.stream()
                .skip(keep)
                .map(row -> (@Nullable Object[]) row)
                .forEach(row -> sql.update(DELETE, stream.category(), stream.id(), row[0], row[1]));
    }

    @Override
    public void remove(StreamId stream) {
        joining(
                "remove the snapshots of " + stream,
                () -> sql.update(REMOVE, stream.category(), stream.id()));
    }

    @Override
    public List<KeptSnapshot> kept(StreamId stream) {
        return joining(
                "read which snapshots are kept of " + stream,
                () ->
                        sql.rows(KEPT, stream.category(), stream.id()).stream()
                                .map(row -> kept((Object[]) row))
                                .toList());
    }

    private static KeptSnapshot kept(@Nullable Object[] row) {
        return new KeptSnapshot(
                String.valueOf(row[0]),
                Sql.number(Objects.requireNonNull(row[1])),
                String.valueOf(row[2]),
                Sql.number(Objects.requireNonNull(row[3])));
    }

    private <T> T joining(String what, Supplier<T> statements) {
        try {
            return transactions.required(statements);
        } catch (RuntimeException e) {
            throw Failures.translate(what, e);
        }
    }
}
