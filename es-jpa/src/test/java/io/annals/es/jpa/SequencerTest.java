package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.spi.Holder;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.StoredEvent;
import io.annals.testing.Login;
import io.annals.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several nodes on one journal, of which one at a time gives events their positions. */
@Timeout(300)
abstract class SequencerTest {

    static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    static final StreamId STREAM = new StreamId("sequenced", "a");
    private static final StreamId OTHER_STREAM = new StreamId("sequenced", "b");
    private static final int ROUNDS = 30;

    private static final String EXPIRE = "UPDATE es_lease SET expires = '2000-01-01 00:00:00'";

    /** Of a lease that was long: so whoever takes it over has it for long. */
    private static final String LEAVE_TWO_SECONDS =
            "UPDATE es_lease SET expires = expires - INTERVAL '3598' SECOND";

    private static final String DEPOSE = "UPDATE es_lease SET owner = 'another', epoch = epoch + 1";

    /** What a clock leaves behind that was ahead and has been set right. */
    private static final String LEAVE_FAR_AHEAD =
            "UPDATE es_lease SET expires = '2900-01-01 00:00:00'";

    private final Login login = login();
    final TestDatabase here = new TestDatabase(login);
    final TestDatabase there = new TestDatabase(login);

    /** Where a new, empty database is. */
    abstract Login login();

    /** Makes a connection wait for a lock as short as possible. */
    abstract String shortLockTimeout();

    @AfterEach
    void close() {
        there.close();
        here.close();
    }

    @Test
    void only_one_node_gives_events_their_positions() {
        JournalStorage sequencer = node(here, LONG);
        JournalStorage follower = node(there, LONG);
        append(follower, STREAM, 2);
        assertEquals(new Settled(0, true), follower.settledUpTo());
        assertEquals(new Settled(2, false), sequencer.settledUpTo());
        assertEquals(new Settled(2, false), follower.settledUpTo());
        assertEquals(List.of(1L, 2L), positions(follower));
        assertEquals("1", lease("epoch"));
    }

    @Test
    void another_node_takes_over_once_the_lease_has_expired() {
        JournalStorage frozen = node(here, LONG);
        JournalStorage next = node(there, LONG);
        append(frozen, STREAM, 1);
        assertEquals(new Settled(0, true), next.settledUpTo());
        here.execute(LEAVE_TWO_SECONDS);
        while (next.settledUpTo().waiting()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        append(frozen, STREAM, 1);
        assertEquals(new Settled(1, true), frozen.settledUpTo());
        assertEquals(new Settled(2, false), next.settledUpTo());
        assertEquals(new Settled(2, false), frozen.settledUpTo());
        assertEquals("2", lease("epoch"));
    }

    @Test
    void another_node_takes_over_at_once_when_the_sequencer_is_closed() {
        JournalStorage closing = node(here, LONG);
        JournalStorage next = node(there, LONG);
        append(next, STREAM, 1);
        closing.close();
        closing.close();
        assertEquals(new Settled(0, true), closing.settledUpTo());
        assertEquals(new Settled(1, false), next.settledUpTo());
        closing.close();
        append(next, STREAM, 1);
        assertEquals(new Settled(1, true), closing.settledUpTo());
        assertEquals(new Settled(2, false), next.settledUpTo());
    }

    @Test
    void a_follower_that_is_closed_leaves_the_lease_alone() {
        JournalStorage sequencer = node(here, LONG);
        String before = lease("expires");
        node(there, LONG).close();
        assertEquals(before, lease("expires"));
        append(sequencer, STREAM, 1);
        assertEquals(new Settled(0, true), node(there, LONG).settledUpTo());
        assertEquals(new Settled(1, false), sequencer.settledUpTo());
    }

    /** Wherever it is paused: if it is deposed meanwhile, it numbers nothing at all any more. */
    @Test
    void a_deposed_sequencer_that_wakes_up_late_numbers_nothing() {
        AtomicInteger untilPause = new AtomicInteger(-1);
        AtomicInteger deposed = new AtomicInteger();
        JournalStorage sequencer =
                Steps.open(
                        here,
                        settings(LONG),
                        () -> {
                            if (untilPause.getAndDecrement() == 0 && depose()) {
                                deposed.incrementAndGet();
                            }
                        });
        boolean paused = true;
        int deposals = 0;
        for (int step = 0; paused; step++) {
            here.execute(EXPIRE);
            while (sequencer.settledUpTo().waiting()) {
                // until all are numbered, and it is the sequencer again
            }
            int before = positions(sequencer).size();
            append(sequencer, STREAM, 2);
            append(sequencer, OTHER_STREAM, 1);
            deposed.set(0);
            untilPause.set(step);
            sequencer.settledUpTo();
            paused = untilPause.getAndSet(-1) < 0;
            deposals += deposed.get();
            int numbered = positions(sequencer).size() - before;
            assertEquals(deposed.get() > 0 ? 0 : 3, numbered, "paused at step " + step);
        }
        assertTrue(deposals > 2, "deposed " + deposals + " times");
        here.execute(EXPIRE);
        while (sequencer.settledUpTo().waiting()) {
            // until all are numbered
        }
        assertConsecutive(positions(sequencer));
    }

    /** Wherever it is paused: if the one before still numbers meanwhile, it goes on after that. */
    @Test
    void a_node_that_takes_over_goes_on_after_what_was_numbered_last() {
        AtomicInteger untilPause = new AtomicInteger(-1);
        AtomicInteger numbered = new AtomicInteger();
        AtomicReference<JournalStorage> before = new AtomicReference<>(node(here, LONG));
        JournalStorage next =
                Steps.open(
                        there,
                        settings(LONG),
                        () -> {
                            if (untilPause.getAndDecrement() == 0 && isLeaseFree()) {
                                before.get().settledUpTo();
                                before.get().close();
                                numbered.incrementAndGet();
                            }
                        });
        boolean paused = true;
        for (int step = 0; paused; step++) {
            append(next, STREAM, 2);
            here.execute(EXPIRE);
            untilPause.set(step);
            next.settledUpTo();
            paused = untilPause.getAndSet(-1) < 0;
            while (next.settledUpTo().waiting()) {
                // until all are numbered
            }
            here.execute(EXPIRE);
            before.set(node(here, LONG));
            before.get().settledUpTo();
        }
        assertTrue(numbered.get() > 2, "numbered " + numbered + " times");
        assertConsecutive(positions(next));
    }

    @Test
    void a_sequencer_whose_lease_nobody_wanted_goes_on() {
        JournalStorage sequencer = node(here, LONG);
        here.execute(EXPIRE);
        append(sequencer, STREAM, 1);
        assertEquals(new Settled(1, false), sequencer.settledUpTo());
        assertEquals("1", lease("epoch"));
        assertEquals(new Settled(1, false), node(there, LONG).settledUpTo());
        assertEquals("1", lease("epoch"));
    }

    @Test
    void nobody_waits_for_a_lease_that_a_clock_left_far_ahead() {
        JournalStorage dead = node(here, LONG);
        JournalStorage next = node(there, LONG);
        here.execute(LEAVE_FAR_AHEAD);
        append(next, STREAM, 1);
        assertEquals(new Settled(1, false), next.settledUpTo());
        append(next, STREAM, 1);
        assertEquals(new Settled(1, true), dead.settledUpTo());
        assertEquals(new Settled(2, false), next.settledUpTo());
        assertEquals("2", lease("epoch"));
    }

    @Test
    void an_idle_sequencer_shortens_its_lease_that_a_clock_left_far_ahead() {
        JournalStorage sequencer = node(here, LONG);
        here.execute(LEAVE_FAR_AHEAD);
        sequencer.settledUpTo();
        assertFalse(lease("expires").startsWith("2900"), lease("expires"));
        assertEquals("1", lease("epoch"));
    }

    @Test
    void of_nodes_whose_leases_differ_the_shorter_keeps_it() {
        JournalStorage longer = node(here, LONG.multipliedBy(3));
        JournalStorage shorter = node(there, LONG);
        longer.settledUpTo();
        append(longer, STREAM, 1);
        assertEquals(new Settled(0, true), longer.settledUpTo());
        assertEquals(new Settled(1, false), shorter.settledUpTo());
        assertEquals("2", lease("epoch"));
    }

    @Test
    void an_idle_sequencer_writes_only_to_renew_its_lease() {
        JournalStorage sequencer = node(here, LONG);
        append(sequencer, STREAM, 1);
        sequencer.settledUpTo();
        String before = lease("expires");
        sequencer.settledUpTo();
        assertEquals(before, lease("expires"));
        JournalStorage shortly = node(there, SHORT);
        here.execute(EXPIRE);
        shortly.settledUpTo();
        String taken = lease("expires");
        while (lease("expires").equals(taken)) {
            shortly.settledUpTo();
        }
        assertEquals("2", lease("epoch"));
    }

    @Test
    void one_of_two_nodes_that_race_for_an_expired_lease_gets_it() throws Exception {
        JournalStorage one = node(here, LONG);
        JournalStorage other = node(there, LONG);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                long epoch = Long.parseLong(lease("epoch"));
                append(one, STREAM, 2);
                here.execute(
                        "UPDATE es_lease SET owner = 'nobody', expires = '2000-01-01 00:00:00'");
                Future<?> first = threads.submit(() -> race(start, one));
                Future<?> second = threads.submit(() -> race(start, other));
                first.get();
                second.get();
                assertEquals(epoch + 1, Long.parseLong(lease("epoch")));
                assertEquals(2L * round, positions(one).size());
            }
        } finally {
            threads.shutdown();
        }
        assertConsecutive(positions(one));
    }

    /** What has its position may be read all the same. */
    @Test
    void a_node_that_freezes_while_it_takes_over_holds_up_nobody() throws SQLException {
        JournalStorage sequencer = node(here, LONG);
        append(sequencer, STREAM, 1);
        assertEquals(new Settled(1, false), sequencer.settledUpTo());
        append(sequencer, STREAM, 1);
        here.execute(EXPIRE);
        JournalStorage follower;
        try (Connection frozen = there.connect();
                Statement statement = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            statement.executeUpdate(DEPOSE);
            follower = node(here, LONG);
            assertEquals(new Settled(1, true), sequencer.settledUpTo());
            assertEquals(new Settled(1, true), follower.settledUpTo());
            frozen.rollback();
        }
        assertEquals(new Settled(2, false), follower.settledUpTo());
    }

    @Test
    void a_missing_lease_is_named() {
        JournalStorage storage = node(here, LONG);
        here.execute("DELETE FROM es_lease");
        String message =
                assertThrows(EventSourcingException.class, storage::settledUpTo).getMessage();
        assertTrue(message.contains("lease 'sequencer'"), message);
        assertTrue(message.contains("es_lease"), message);
    }

    @Test
    void a_follower_tells_anybody_the_process_it_waits_for_and_operators_the_host() {
        JournalStorage sequencer = node(here, LONG);
        append(sequencer, STREAM, 1);
        List<Holder> holders = node(there, LONG).heldUpBy();
        String owner = lease("owner");
        assertEquals(1, holders.size(), holders::toString);
        String pid = "pid " + ProcessHandle.current().pid();
        assertTrue(
                holders.get(0).name().contains(", %s (epoch ".formatted(pid)), holders::toString);
        assertTrue(holders.get(0).description().contains(owner), holders::toString);
    }

    @Test
    void the_lease_tells_which_process_has_it() {
        node(here, LONG);
        String owner = lease("owner");
        assertTrue(owner.startsWith(ProcessHandle.current().pid() + "@"), owner);
        node(there, LONG).settledUpTo();
        assertEquals(owner, lease("owner"));
        here.execute(EXPIRE);
        node(there, LONG).settledUpTo();
        assertNotEquals(owner, lease("owner"));
    }

    private static Object race(CyclicBarrier start, JournalStorage node) throws Exception {
        start.await();
        try {
            return node.settledUpTo();
        } catch (RetryableException lost) {
            return lost;
        }
    }

    static JournalStorage node(TestDatabase database, Duration lease) {
        return database.journal(settings(lease));
    }

    static StorageSettings settings(Duration lease) {
        return StorageSettings.defaults().withCreateSchema(true).withLeaseDuration(lease);
    }

    final void append(JournalStorage storage, StreamId stream, int count) {
        here.transactions.inNew(() -> storage.append(Events.any(stream, count)));
    }

    /** Takes the lease over as another node would, unless the sequencer is in the middle. */
    private boolean depose() {
        try (Connection connection = there.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(shortLockTimeout());
            return statement.executeUpdate(DEPOSE) == 1;
        } catch (SQLException locked) {
            return false;
        }
    }

    private boolean isLeaseFree() {
        try (Connection connection = there.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(shortLockTimeout());
            return statement.executeUpdate("UPDATE es_lease SET epoch = epoch") == 1;
        } catch (SQLException locked) {
            return false;
        }
    }

    private String lease(String column) {
        try (Connection connection = there.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT " + column + " FROM es_lease WHERE name = 'sequencer'")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Long> positions(JournalStorage storage) {
        return storage.read(0, Long.MAX_VALUE, EventFilter.all(), 100_000).events().stream()
                .map(StoredEvent::position)
                .toList();
    }

    private static void assertConsecutive(List<Long> positions) {
        assertEquals(LongStream.rangeClosed(1, positions.size()).boxed().toList(), positions);
    }
}
