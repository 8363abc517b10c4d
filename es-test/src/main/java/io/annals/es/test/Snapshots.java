package io.annals.es.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.StreamId;
import io.annals.es.spi.SnapshotStore.KeptSnapshot;
import io.annals.es.spi.StoredSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Snapshots are found by stream and fingerprint, the last few of each stream. */
interface Snapshots extends StorageUnderTest {

    @Test
    default void a_stream_without_snapshots_has_none() {
        assertEquals(Optional.empty(), version("a", "f"));
        storage().snapshots().remove(stream("a"));
    }

    @Test
    default void a_snapshot_comes_back_as_it_was_stored() {
        byte[] payload = new byte[100_000];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
        StoredSnapshot stored =
                new StoredSnapshot(stream("a"), "f", 7, "x.Y$Z", -1L << 40, payload);
        storage().snapshots().save(stored, 1);
        StoredSnapshot found = storage().snapshots().latest(stream("a"), "f").orElseThrow();
        assertEquals(stream("a"), found.stream());
        assertEquals("f", found.fingerprint());
        assertEquals(7, found.version());
        assertEquals("x.Y$Z", found.type());
        assertEquals(-1L << 40, found.checksum());
        assertArrayEquals(payload, found.payload());
    }

    @Test
    default void the_snapshot_of_the_highest_version_is_found() {
        save("a", "f", 5, 3);
        save("a", "f", 9, 3);
        save("a", "f", 7, 3);
        assertEquals(Optional.of(9L), version("a", "f"));
    }

    @Test
    default void each_stream_and_each_fingerprint_has_its_own() {
        save("a", "f", 5, 2);
        save("a", "g", 4, 2);
        save("b", "f", 3, 2);
        assertEquals(Optional.of(5L), version("a", "f"));
        assertEquals(Optional.of(4L), version("a", "g"));
        assertEquals(Optional.of(3L), version("b", "f"));
        assertEquals(Optional.empty(), version("b", "g"));
        assertEquals(Optional.empty(), version("A", "f"));
        assertEquals(Optional.empty(), version("a", "F"));
    }

    @Test
    default void those_that_were_stored_last_are_kept() {
        save("a", "f", 5, 2);
        save("a", "g", 4, 2);
        save("a", "g", 6, 2);
        assertEquals(Optional.empty(), version("a", "f"));
        assertEquals(Optional.of(6L), version("a", "g"));
        save("a", "f", 3, 1);
        assertEquals(Optional.of(3L), version("a", "f"));
        assertEquals(Optional.empty(), version("a", "g"));
    }

    @Test
    default void a_snapshot_takes_the_place_of_another_of_its_version() {
        StreamId a = stream("a");
        storage().snapshots().save(new StoredSnapshot(a, "f", 5, "old", 0, new byte[1]), 2);
        storage().snapshots().save(new StoredSnapshot(a, "f", 5, "new", 0, new byte[2]), 2);
        StoredSnapshot found = storage().snapshots().latest(a, "f").orElseThrow();
        assertEquals("new", found.type());
        assertEquals(2, found.payload().length);
    }

    @Test
    default void removed_snapshots_are_gone() {
        save("a", "f", 5, 2);
        save("b", "f", 5, 2);
        storage().snapshots().remove(stream("a"));
        assertEquals(Optional.empty(), version("a", "f"));
        assertEquals(Optional.of(5L), version("b", "f"));
    }

    @Test
    default void those_that_are_kept_of_a_stream_are_told_without_their_states() {
        assertEquals(List.of(), storage().snapshots().kept(stream("a")));
        save("a", "f", 5, 3);
        save("a", "g", 12, 3);
        save("b", "f", 7, 3);
        assertEquals(
                Set.of(
                        new KeptSnapshot("f", 5, "state", "f 5".length()),
                        new KeptSnapshot("g", 12, "state", "g 12".length())),
                Set.copyOf(storage().snapshots().kept(stream("a"))));
    }

    @Test
    default void a_snapshot_is_rolled_back_with_its_transaction() {
        save("a", "f", 5, 2);
        rolledBack(() -> save("a", "f", 7, 1));
        assertEquals(Optional.of(5L), version("a", "f"));
        rolledBack(() -> storage().snapshots().remove(stream("a")));
        assertEquals(Optional.of(5L), version("a", "f"));
    }

    private void save(String id, String fingerprint, long version, int keep) {
        StreamId stream = stream(id);
        byte[] payload = "%s %d".formatted(fingerprint, version).getBytes(UTF_8);
        storage()
                .snapshots()
                .save(new StoredSnapshot(stream, fingerprint, version, "state", 1, payload), keep);
    }

    private Optional<Long> version(String id, String fingerprint) {
        return storage().snapshots().latest(stream(id), fingerprint).map(StoredSnapshot::version);
    }
}
