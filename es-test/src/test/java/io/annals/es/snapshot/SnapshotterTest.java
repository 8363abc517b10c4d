package io.annals.es.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventRevision;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Versioned;
import io.annals.es.evolution.Upcaster;
import io.annals.es.journal.Evolution;
import io.annals.es.spi.StoredSnapshot;
import io.annals.es.spi.Transactions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SnapshotterTest extends SnapshottedCounters {

    private final AggregateRepository<Sum> sums = repository(Sum.class);

    @Test
    void a_fold_goes_on_from_the_snapshot() {
        snapshotter.start(Thread::new);
        sums.create("a", counted(10));
        await(counts -> counts.taken() == 1);
        sums.append("a", ExpectedVersion.any(), listOf(counted(3)));
        read.set(0);
        assertEquals(new Versioned<>("a", 13, new Sum(13, List.of())), sums.load("a"));
        assertEquals(4, read.get());
        sums.update("a", Sum::deposit);
        assertEquals(8, read.get());
        assertEquals(14, sums.load("a").state().sum());
        assertEquals(3, snapshotter.counts().used());
    }

    @Test
    void a_snapshot_is_taken_for_each_so_many_events_that_were_appended() {
        snapshotter.start(Thread::new);
        sums.create("a", counted(9));
        for (int i = 1; i <= 11; i++) {
            sums.append("a", ExpectedVersion.any(), listOf(ONE));
        }
        await(counts -> counts.taken() > 0);
        sums.create("b", counted(10));
        await(counts -> latest("b") == 10);
        assertEquals(20, latest("a"));
    }

    @Test
    void for_a_short_stream_nobody_looks_again_until_it_is_long() {
        snapshotter.start(Thread::new);
        sums.create("a", counted(3));
        for (int i = 0; i < 6; i++) {
            sums.update("a", Sum::deposit);
        }
        assertEquals(1, looks.get());
        sums.update("a", Sum::deposit);
        await(counts -> counts.taken() == 1);
        read.set(0);
        assertEquals(10, sums.load("a").state().sum());
        assertEquals(1, read.get());
    }

    @Test
    void what_another_node_has_made_long_is_folded_once_more_at_most() {
        try (Snapshotter other = snapshotter(SnapshotLimits.defaults())) {
            other.start(Thread::new);
            sums.create("a", counted(3));
            sums.load("a");
            repository(Sum.class, other).append("a", ExpectedVersion.any(), listOf(counted(20)));
            await(other, counts -> counts.taken() == 1);
            assertEquals(23, sums.load("a").state().sum());
            read.set(0);
            assertEquals(23, sums.load("a").state().sum());
            assertEquals(1, read.get());
        }
    }

    @Test
    void a_fold_that_was_long_has_a_snapshot_taken() {
        replaying(Sum.class).create("a", counted(12));
        snapshotter.start(Thread::new);
        assertEquals(12, sums.load("a").state().sum());
        await(counts -> counts.taken() == 1);
        assertEquals(12, latest("a"));
    }

    @Test
    void what_is_rolled_back_is_in_no_snapshot() {
        sums.create("a", counted(8));
        assertThrows(
                IllegalStateException.class,
                () ->
                        transactions.inNew(
                                () -> {
                                    sums.append("a", ExpectedVersion.any(), listOf(counted(5)));
                                    assertEquals(13, sums.load("a").state().sum());
                                    throw new IllegalStateException("rolled back");
                                }));
        snapshotter.start(Thread::new);
        sums.create("b", counted(10));
        await(counts -> latest("b") == 10);
        assertEquals(8, sums.load("a").state().sum());
        assertEquals(8, sums.load("a").version());
    }

    @Test
    void a_state_that_was_never_stored_is_folded_as_without_snapshots() {
        snapshotter.start(Thread::new);
        AggregateRepository<Tally> tallies = repository(Tally.class);
        tallies.create("a", counted(10));
        await(counts -> counts.failed() == 1);
        assertEquals(10, tallies.load("a").state().sum);
        assertEquals(0, snapshotter.counts().used());
    }

    @Test
    void a_state_whose_order_would_be_lost_is_not_stored() {
        snapshotter.start(Thread::new);
        AggregateRepository<Ordered> ordered = repository(Ordered.class);
        ordered.create("a", counted(10));
        await(counts -> counts.failed() == 1);
        assertEquals(
                List.of("tea", "milk", "bread", "apple"),
                List.copyOf(ordered.load("a").state().counts().keySet()));
        assertEquals(0, snapshotter.counts().taken());
    }

    @Test
    void each_class_of_a_sealed_aggregate_comes_back() {
        snapshotter.start(Thread::new);
        AggregateRepository<Door> doors = repository(Door.class);
        Object[] events = counted(1);
        doors.create("a", events);
        for (int i = 0; i < 9; i++) {
            doors.append("a", ExpectedVersion.any(), listOf(new Event.Closed()));
        }
        await(counts -> counts.taken() == 1);
        read.set(0);
        assertEquals(new Door.Shut("closed"), doors.load("a").state());
        assertEquals(1, read.get());
    }

    @Test
    void two_aggregates_of_one_stream_have_snapshots_of_their_own() {
        snapshotter.start(Thread::new);
        repository(Door.class);
        sums.create("a", counted(10));
        await(counts -> counts.taken() == 1);
        assertThrows(RuntimeException.class, () -> repository(Door.class).load("a"));
        assertEquals(0, snapshotter.counts().unreadable());
    }

    @Test
    void a_snapshot_of_events_that_were_read_by_other_upcasters_is_not_used() {
        sums.create("a", counted(10));
        assertEquals(0, usedBy(7));
        assertEquals(0, usedBy(8));
        assertEquals(1, usedBy(8));
    }

    /** How many snapshots a node has used that drops a revision. */
    private long usedBy(int droppedRevision) {
        Evolution evolution =
                Evolution.of(
                        List.of(
                                Upcaster.drop(
                                        new EventRevision("counted", droppedRevision),
                                        "was a mistake")),
                        serializer);
        try (Snapshotter node = snapshotter(journal.upcasting(evolution))) {
            node.start(Thread::new);
            assertEquals(10, repository(Sum.class, node).load("a").state().sum());
            await(node, counts -> counts.taken() + counts.used() == 1);
            return node.counts().used();
        }
    }

    @Test
    void removed_snapshots_change_no_result() {
        snapshotter.start(Thread::new);
        sums.create("a", counted(25));
        await(counts -> counts.taken() == 1);
        memory.snapshots().remove(A);
        assertEquals(replaying(Sum.class).load("a"), sums.load("a"));
        assertEquals(0, snapshotter.counts().used());
        await(counts -> counts.taken() == 2);
    }

    @Test
    void a_damaged_snapshot_changes_no_result_and_is_replaced() {
        for (UnaryOperator<StoredSnapshot> damage :
                List.<UnaryOperator<StoredSnapshot>>of(
                        good -> with(good.version(), good.type(), new byte[0], good),
                        good -> with(good.version(), good.type(), otherDigit(good), good),
                        good -> with(good.version() - 1, good.type(), good.payload(), good),
                        good -> with(good.version() + 1, good.type(), good.payload(), good),
                        good -> with(good.version(), "java.lang.String", good.payload(), good))) {
            damaged(damage);
        }
    }

    private void damaged(UnaryOperator<StoredSnapshot> damage) {
        onSave = damage;
        Snapshotter snapshots = snapshotter(SnapshotLimits.defaults());
        try (snapshots) {
            snapshots.start(Thread::new);
            String id = UUID.randomUUID().toString();
            AggregateRepository<Sum> counters = repository(Sum.class, snapshots);
            counters.create(id, counted(21));
            await(snapshots, counts -> counts.taken() == 1);
            onSave = UnaryOperator.identity();
            assertEquals(replaying(Sum.class).load(id), counters.load(id));
            await(snapshots, counts -> counts.taken() > 1);
            read.set(0);
            assertEquals(21, counters.load(id).state().sum());
            assertEquals(1, read.get());
            assertEquals(1, snapshots.counts().used());
        }
    }

    /** Another journal, by whose snapshots nothing here may be changed. */
    private static final class Elsewhere extends SnapshottedCounters {

        StoredSnapshot snapshot() {
            AtomicReference<StoredSnapshot> saved = new AtomicReference<>();
            onSave =
                    snapshot -> {
                        saved.set(snapshot);
                        return snapshot;
                    };
            snapshotter.start(Thread::new);
            Object[] events = counted(10);
            events[0] = new Event.Counted(100);
            repository(Sum.class).create("a", events);
            await(counts -> counts.taken() == 1);
            close();
            return saved.get();
        }
    }

    @Test
    void a_snapshot_of_events_that_are_gone_or_others_changes_no_result_and_is_replaced() {
        memory.snapshots().save(new Elsewhere().snapshot(), 1);
        assertEquals(Optional.empty(), sums.find("a"));
        sums.create("a", counted(3));
        assertEquals(3, sums.load("a").state().sum());
        sums.update("a", Sum::deposit);
        for (int length = 5; length <= 12; length++) {
            sums.append("a", ExpectedVersion.any(), listOf(ONE));
            assertEquals(replaying(Sum.class).load("a"), sums.load("a"));
        }
        assertEquals(0, snapshotter.counts().used());
        snapshotter.start(Thread::new);
        await(counts -> counts.taken() == 1);
        assertEquals(new Versioned<>("a", 12, new Sum(12, List.of())), sums.load("a"));
        assertEquals(1, snapshotter.counts().used());
    }

    @Test
    void a_store_that_cannot_be_asked_makes_no_command_fail() {
        onLook =
                () -> {
                    throw new IllegalStateException("away");
                };
        sums.create("a", counted(3));
        sums.update("a", Sum::deposit);
        assertEquals(4, sums.load("a").state().sum());
        assertEquals(1, snapshotter.counts().unreadable());
    }

    @Test
    void what_cannot_be_wanted_after_a_commit_makes_no_command_fail() {
        Transactions broken =
                new Transactions() {
                    @Override
                    public <T> T required(Supplier<T> work) {
                        throw new IllegalStateException("no transaction");
                    }

                    @Override
                    public <T> T inNew(Supplier<T> work) {
                        return transactions.inNew(work);
                    }

                    @Override
                    public void setRollbackOnly() {
                        transactions.setRollbackOnly();
                    }

                    @Override
                    public void afterCommit(Runnable action) {
                        transactions.afterCommit(action);
                    }
                };
        try (Snapshotter node = snapshotter(journal, SnapshotLimits.defaults(), broken)) {
            assertEquals(10, repository(Sum.class, node).create("a", counted(10)).version());
            assertEquals(1, node.counts().failed());
        }
    }

    @Test
    void a_fold_that_interrupts_its_thread_keeps_no_later_snapshot_from_being_taken() {
        onSave =
                snapshot -> {
                    Thread.currentThread().interrupt();
                    return snapshot;
                };
        snapshotter.start(Thread::new);
        for (int i = 1; i <= 3; i++) {
            int taken = i;
            sums.create("a" + i, counted(10));
            await(counts -> counts.taken() == taken);
        }
    }

    @Test
    void a_store_that_fails_makes_no_command_fail() {
        onSave =
                snapshot -> {
                    throw new IllegalStateException("full");
                };
        snapshotter.start(Thread::new);
        sums.create("a", counted(10));
        await(counts -> counts.failed() == 1);
        sums.append("a", ExpectedVersion.any(), listOf(counted(10)));
        await(counts -> counts.failed() >= 2);
        assertEquals(20, sums.load("a").state().sum());
    }

    @Test
    void a_state_that_is_too_large_is_not_stored() {
        try (Snapshotter small = snapshotter(new SnapshotLimits(10, 1))) {
            small.start(Thread::new);
            repository(Sum.class, small).create("a", counted(10));
            await(small, counts -> counts.tooLarge() == 1);
            assertEquals(0, small.counts().taken());
            assertEquals(10, repository(Sum.class, small).load("a").state().sum());
        }
    }

    @Test
    void a_stream_whose_state_cannot_be_written_is_folded_again_when_it_is_twice_as_long() {
        snapshotter.start(Thread::new);
        AggregateRepository<Tally> tallies = repository(Tally.class);
        tallies.create("a", counted(20));
        await(counts -> counts.failed() == 1);
        tallies.append("a", ExpectedVersion.any(), listOf(counted(19)));
        tallies.load("a");
        sums.create("b", counted(10));
        await(counts -> counts.taken() == 1);
        assertEquals(1, snapshotter.counts().failed());
        tallies.append("a", ExpectedVersion.any(), listOf(ONE));
        await(counts -> counts.failed() == 2);
    }

    @Test
    void a_command_that_is_repeated_gets_its_first_receipt_although_a_snapshot_came_after_it() {
        snapshotter.start(Thread::new);
        sums.create("a", counted(3));
        UUID command = UUID.randomUUID();
        Receipt first =
                sums.once(command).update("a", sum -> List.of(new Event.Counted(sum.sum())));
        sums.append("a", ExpectedVersion.any(), listOf(counted(10)));
        await(counts -> counts.taken() == 1);
        assertEquals(
                first,
                sums.once(command).update("a", sum -> List.of(new Event.Counted(sum.sum()))));
    }

    @Test
    void a_state_of_long_ago_is_folded_from_the_beginning() {
        snapshotter.start(Thread::new);
        sums.create("a", counted(10));
        await(counts -> counts.taken() == 1);
        assertEquals(4, sums.loadAt("a", 4).state().sum());
    }

    @Test
    void more_than_can_be_taken_are_dropped_and_wanted_again() {
        for (int i = 0; i < 1_002; i++) {
            sums.create("many-" + i, counted(10));
        }
        assertEquals(2, snapshotter.counts().dropped());
        snapshotter.start(Thread::new);
        await(counts -> counts.taken() == 1_000);
        sums.load("many-1001");
        await(counts -> counts.taken() == 1_001);
    }

    @Test
    void nothing_is_taken_after_the_end() throws InterruptedException {
        CountDownLatch saving = new CountDownLatch(1);
        onSave =
                snapshot -> {
                    saving.countDown();
                    return snapshot;
                };
        snapshotter.start(Thread::new);
        sums.create("a", counted(10));
        saving.await();
        snapshotter.close();
        assertEquals(1, snapshotter.counts().taken());
        sums.create("b", counted(10));
        assertEquals(10, sums.load("b").state().sum());
        assertEquals(0, latest("b"));
    }

    private long latest(String id) {
        Sum state = replaying(Sum.class).load(id).state();
        read.set(0);
        return state.sum() - remaining(id);
    }

    /** How many events a fold has to read, besides the one that its snapshot ends with. */
    private long remaining(String id) {
        read.set(0);
        long before = snapshotter.counts().used();
        sums.load(id);
        return read.get() - (snapshotter.counts().used() - before);
    }

    private static StoredSnapshot with(
            long version, String type, byte[] payload, StoredSnapshot good) {
        return new StoredSnapshot(
                good.stream(), good.fingerprint(), version, type, good.checksum(), payload);
    }

    private static byte[] otherDigit(StoredSnapshot good) {
        byte[] payload = good.payload().clone();
        for (int i = 0; i < payload.length; i++) {
            if (payload[i] >= '1' && payload[i] <= '9') {
                payload[i] = '9';
            }
        }
        return payload;
    }
}
