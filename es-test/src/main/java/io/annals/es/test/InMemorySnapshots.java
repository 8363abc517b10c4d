package io.annals.es.test;

import io.annals.es.StreamId;
import io.annals.es.spi.SnapshotStore;
import io.annals.es.spi.StoredSnapshot;
import io.annals.es.spi.Transactions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Snapshots of the reference storage: those of a stream are one row, the last one at its end. */
final class InMemorySnapshots implements SnapshotStore {

    private final Transactions transactions;
    private final InMemoryRows<StreamId, List<StoredSnapshot>> rows;

    InMemorySnapshots(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.rows = new InMemoryRows<>(transactions);
    }

    @Override
    public Optional<StoredSnapshot> latest(StreamId stream, String fingerprint) {
        return rows.find(stream).stream()
                .flatMap(List::stream)
                .filter(snapshot -> snapshot.fingerprint().equals(fingerprint))
                .max(Comparator.comparingLong(StoredSnapshot::version));
    }

    @Override
    public List<KeptSnapshot> kept(StreamId stream) {
        return rows.find(stream).stream()
                .flatMap(List::stream)
                .map(
                        snapshot ->
                                new KeptSnapshot(
                                        snapshot.fingerprint(),
                                        snapshot.version(),
                                        snapshot.type(),
                                        snapshot.payload().length))
                .toList();
    }

    @Override
    public void save(StoredSnapshot snapshot, int keep) {
        StreamId stream = snapshot.stream();
        transactions.required(
                () -> {
                    List<StoredSnapshot> all = new ArrayList<>(rows.lock(stream).orElse(List.of()));
                    all.removeIf(other -> isSame(snapshot, other));
                    all.add(snapshot);
                    rows.put(
                            stream,
                            List.copyOf(all.subList(Math.max(0, all.size() - keep), all.size())));
                    return stream;
                });
    }

    private static boolean isSame(StoredSnapshot one, StoredSnapshot other) {
        return one.version() == other.version() && one.fingerprint().equals(other.fingerprint());
    }

    @Override
    public void remove(StreamId stream) {
        transactions.required(
                () -> {
                    if (rows.lock(stream).isPresent()) {
                        rows.remove(stream);
                    }
                    return stream;
                });
    }
}
