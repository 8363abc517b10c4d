package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.StreamId;
import io.annals.es.spi.Holder;
import io.annals.es.spi.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Promises 5 and 7: only committed events leave, and how far the journal is settled is known, not
 * guessed.
 */
interface SettledJournal extends StorageUnderTest {

    @Test
    default void uncommitted_events_are_seen_by_nobody_else() {
        append(stream("a"), "committed");
        settled(1); // or a hole before it would be waited for, with what is open by then
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(() -> append(stream("a"), "open"));
            open.run(() -> append(stream("b"), "open"));
            assertEquals(List.of("committed"), texts(stream("a")));
            assertEquals(List.of(), texts(stream("b")));
            assertEquals(List.of("a"), ids("", ALL));
            assertEquals(List.of("committed"), texts(settled(1)));
            open.commit();
        }
        assertEquals(List.of("committed", "open", "open"), texts(settled(3)));
    }

    @Test
    default void uncommitted_events_are_not_settled_for_their_own_transaction_either() {
        append(stream("a"), "committed");
        settled(1);
        rolledBack(
                () -> {
                    append(stream("a"), "open");
                    assertEquals(List.of("committed"), texts(settled()));
                });
        assertEquals(List.of("committed"), texts(settled(1)));
    }

    @Test
    default void what_commits_late_appears_above_what_was_settled_before() {
        try (OpenTransaction parked = OpenTransaction.begin(transactions())) {
            parked.run(() -> append(stream("parked"), "late"));
            for (int i = 0; i < 10; i++) {
                append(stream("a"), "early");
                storage().settledUpTo();
            }
            long before = storage().settledUpTo().position();
            parked.commit();
            StoredEvent late =
                    settled(11).stream()
                            .filter(event -> event.stream().equals(stream("parked")))
                            .findFirst()
                            .orElseThrow();
            assertTrue(
                    late.position() > before,
                    "%d was settled before %d".formatted(before, late.position()));
        }
    }

    @Test
    default void settled_never_goes_back_and_reaches_all_committed_events() {
        long last = storage().settledUpTo().position();
        try (OpenTransaction parked = OpenTransaction.begin(transactions())) {
            parked.run(() -> append(stream("parked"), "p"));
            last = settledAtLeast(last);
            for (int i = 0; i < 10; i++) {
                append(stream("a"), "a");
                last = settledAtLeast(last);
                rolledBack(() -> append(stream("b"), "lost"));
                last = settledAtLeast(last);
            }
            parked.commit();
        }
        settledAtLeast(last);
        assertEquals(11, settled(11).size());
    }

    @Test
    default void a_rolled_back_append_does_not_hold_up_the_journal() {
        append(stream("a"), "1");
        rolledBack(() -> append(stream("b"), "lost", "lost", "lost"));
        append(stream("a"), "2");
        assertEquals(List.of("1", "2"), texts(settled(2)));
        rolledBack(() -> append(stream("b"), "lost"));
        append(stream("a"), "3");
        assertEquals(List.of("1", "2", "3"), texts(settled(3)));
    }

    @Test
    default void a_parked_transaction_does_not_hold_up_what_was_settled_before() {
        append(stream("a"), "1");
        List<StoredEvent> before = settled(1);
        try (OpenTransaction parked = OpenTransaction.begin(transactions())) {
            parked.run(() -> append(stream("b"), "open"));
            assertEquals(positions(before), positions(settled(1)));
        }
    }

    @Test
    default void whoever_holds_up_the_journal_is_named_until_it_goes_on() {
        try (OpenTransaction parked = OpenTransaction.begin(transactions())) {
            parked.run(() -> append(stream("parked"), "late"));
            append(stream("a"), "early");
            if (storage().settledUpTo().waiting()) {
                List<Holder> holders = storage().heldUpBy();
                assertFalse(holders.isEmpty(), "the journal waits, and nobody holds it up");
                holders.forEach(holder -> assertFalse(holder.name().isBlank()));
                holders.forEach(holder -> assertFalse(holder.description().isBlank()));
            }
            parked.commit();
        }
        settled(2);
        assertEquals(List.of(), storage().heldUpBy());
    }

    @Test
    default void events_are_pending_while_they_are_committed_and_cannot_be_read() {
        storage().settledUpTo();
        try (OpenTransaction parked = OpenTransaction.begin(transactions())) {
            parked.run(() -> append(stream("parked"), "open"));
            append(stream("a"), "1", "2");
            append(stream("b"), "3");
            long settled = storage().settledUpTo().position();
            int read = inPages(0, settled, ofThisTest(), ALL).size();
            assertEquals(3 - read, storage().pending(ALL));
            assertEquals(Math.min(2, 3 - read), storage().pending(2));
            assertEquals(0, storage().pending(0));
            assertEquals(3 - read, inTransaction(() -> storage().pending(ALL)));
            parked.commit();
        }
        settled(4);
        assertEquals(0, storage().pending(ALL));
    }

    @Test
    default void a_sound_storage_passes_its_check() {
        storage().check();
        append(stream("a"), "1");
        assertEquals(
                1,
                inTransaction(
                        () -> {
                            storage().check();
                            return history(stream("a")).size();
                        }));
    }

    @Test
    default void settling_is_independent_of_the_callers_transaction() {
        append(stream("a"), "1", "2");
        List<Long> inside = new ArrayList<>();
        rolledBack(() -> inside.addAll(positions(settled(2))));
        assertEquals(inside, positions(settled(2)));
        append(stream("a"), "3");
        assertEquals(inside, positions(settled(3)).subList(0, 2));
    }

    @Test
    default void what_awaits_no_position_can_be_read_whatever_other_transactions_do() {
        StreamId elsewhere = new StreamId(category() + "-elsewhere", "parked");
        try (OpenTransaction parked = OpenTransaction.begin(transactions())) {
            parked.run(() -> append(elsewhere, "open"));
            append(stream("a"), "1", "2");
            Waiting.until(
                    patience(),
                    () -> "committed events still wait for their positions",
                    () -> {
                        boolean awaited =
                                inTransaction(() -> storage().awaitsPosition(ofThisTest()));
                        if (awaited) {
                            storage().settledUpTo();
                        }
                        return !awaited;
                    });
            assertEquals(List.of("1", "2"), texts(inPages(0, Long.MAX_VALUE, ofThisTest(), 1)));
        }
    }

    @Test
    default void positions_stay_the_same_for_ever() {
        append(stream("a"), "1", "2");
        List<Long> first = positions(settled(2));
        rolledBack(() -> append(stream("b"), "lost"));
        append(stream("b"), "3");
        assertEquals(first, positions(settled(3)).subList(0, 2));
        assertEquals(positions(settled(3)), positions(settled(3)));
    }

    @Test
    default void a_follower_sees_every_committed_event_once_and_in_order() {
        int writers = 3;
        int rounds = 30;
        Follower follower = new Follower(this);
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Supplier<Boolean>> works = new ArrayList<>();
        works.add(() -> follower.followWhile(writing));
        works.add(
                () -> {
                    try {
                        return write(writers, rounds);
                    } finally {
                        writing.set(false);
                    }
                });
        Waiting.together(works);
        settled(writers * rounds * 2);
        follower.step();
        List<StoredEvent> followed = follower.seen();
        assertEquals(positions(settled(writers * rounds * 2)), positions(followed));
        OrderedStreams.assertStrictlyIncreasing(positions(followed));
        for (int writer = 0; writer < writers; writer++) {
            String id = "writer " + writer;
            assertEquals(
                    versions(history(stream(id))),
                    versions(
                            followed.stream()
                                    .filter(event -> event.stream().equals(stream(id)))
                                    .toList()));
        }
    }

    private boolean write(int writers, int rounds) {
        Waiting.together(
                IntStream.range(0, writers)
                        .<Supplier<Boolean>>mapToObj(
                                writer -> () -> write(stream("writer " + writer), rounds))
                        .toList());
        return true;
    }

    private boolean write(StreamId stream, int rounds) {
        for (int round = 0; round < rounds; round++) {
            if (round % 3 == 0) {
                rolledBack(() -> append(stream, "lost"));
            }
            append(stream, "kept", "kept");
        }
        return true;
    }

    private long settledAtLeast(long before) {
        long now = storage().settledUpTo().position();
        assertTrue(now >= before, "settled went back from %d to %d".formatted(before, now));
        return now;
    }
}
